package fovea.tensor;

/** A variable that training changes by its gradient: weights and biases. */
public final class Parameter extends Variable {
    public Parameter(Tensor initial) {
        super(initial);
    }
}
