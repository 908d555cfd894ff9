package fovea.tensor;

import org.jspecify.annotations.Nullable;

/** Functions that are flat but for jumps: their gradient is 0 wherever they have one, so none is computed. */
public sealed interface Rounding extends Unary {

    @Override
    default boolean isDifferentiable(int input) {
        return false;
    }

    @Override
    default Keep keep() {
        return Keep.NOTHING;
    }

    @Override
    default @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        return new Tensor[1];
    }

    @Override
    default Tensor dx(Residuals r, Tensor dy) {
        throw new IllegalStateException(label() + " has no gradient");
    }

    @Override
    default boolean takesIntegers() {
        return true;
    }

    /** Largest whole number not above x. */
    record Floor() implements Rounding {
        @Override
        public double f(double x) {
            return Math.floor(x);
        }
    }

    /** Smallest whole number not below x. */
    record Ceil() implements Rounding {
        @Override
        public double f(double x) {
            return Math.ceil(x);
        }
    }

    /** Nearest whole number; halves go to the even one, as IEEE 754 and NumPy round. */
    record Round() implements Rounding {
        @Override
        public double f(double x) {
            return Math.rint(x);
        }
    }

    /** x without its fraction. */
    record Trunc() implements Rounding {
        @Override
        public double f(double x) {
            return x < 0 ? Math.ceil(x) : Math.floor(x);
        }
    }

    /** −1, 0 or 1 as x is negative, zero or positive; not-a-number stays. */
    record Sign() implements Rounding {
        @Override
        public double f(double x) {
            return Math.signum(x);
        }
    }
}
