package fovea.tensor;

/** A variable that is carried along without a gradient: running statistics, moments, the learning rate. */
public final class State extends Variable {
    public State(Tensor initial) {
        super(initial);
    }
}
