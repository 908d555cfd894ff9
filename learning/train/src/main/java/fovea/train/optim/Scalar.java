package fovea.train.optim;

import fovea.nn.Variables;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.State;
import fovea.tensor.Tensor;

/** Single numbers that optimizers carry along. Counts and what is made of them are {@code f64}: a float stops counting at 2²⁴. */
final class Scalar {
    private Scalar() {}

    /** A number carried in double precision. */
    static State of(double value) {
        return state(DType.F64, value);
    }

    /** A learning rate in the model's type: {@code f64} where it has such parameters, else {@code f32}. */
    static State rate(Object model, double value) {
        boolean isDouble = Variables.of(model).parameters().stream()
                .anyMatch(parameter -> parameter.spec().dtype() == DType.F64);
        return state(isDouble ? DType.F64 : DType.F32, value);
    }

    /** A learning rate for whatever model. */
    static State rate(double value) {
        return state(DType.F32, value);
    }

    private static State state(DType type, double value) {
        return new State(Tensor.full(new Spec(Shape.SCALAR, type), value));
    }

    /** One step more; the number of steps with this one. */
    static Tensor next(State count) {
        Tensor t = count.get().add(1);
        count.set(t);
        return t;
    }

    /** 1 in the first step, 0 in all others. */
    static Tensor isFirst(Tensor t) {
        return t.neg().add(2).relu();
    }

    /** {@code baseᵗ}. */
    static Tensor power(double base, Tensor t) {
        return t.mul(Math.log(base)).exp();
    }

    /** {@code 1 − βᵗ}: of β₂ in the first steps little would be left in single precision. */
    static Tensor correction(double beta, Tensor t) {
        return power(beta, t).neg().add(1);
    }

    /** A share that must be at least 0 and below 1. */
    static void checkShare(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(
                    name + " is " + value + System.lineSeparator() + "  it must be at least 0 and below 1");
        }
    }
}
