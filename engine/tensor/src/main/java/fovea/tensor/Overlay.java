package fovea.tensor;

import java.lang.foreign.MemorySegment;

/** A reading laid over another one, to which it hands on whatever it does not read differently itself. */
public interface Overlay extends Interpreter {

    /** The reading below. */
    @Override
    Interpreter around();

    @Override
    default Tensor[] apply(Op op, Tensor... inputs) {
        return around().apply(op, inputs);
    }

    @Override
    default Tensor read(Variable variable) {
        return around().read(variable);
    }

    @Override
    default void write(Variable variable, Tensor value) {
        around().write(variable, value);
    }

    @Override
    default Tensor saved(Tensor value, Variable variable) {
        return around().saved(value, variable);
    }

    @Override
    default Tensor constant(Spec spec, MemorySegment elements) {
        return around().constant(spec, elements);
    }

    @Override
    default Tensor own(Tensor value) {
        return around().own(value);
    }

    @Override
    default Tensor tap(String name, Tensor x) {
        return around().tap(name, x);
    }
}
