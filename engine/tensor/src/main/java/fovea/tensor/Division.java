package fovea.tensor;

import org.jspecify.annotations.Nullable;

/** Divisions that give whole numbers, of integers as well: flat but for jumps, so that no gradient is computed. */
public sealed interface Division extends Binary {

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
        return new Tensor[2];
    }

    /**
     * {@code ⌊a/b⌋}, the division that {@link Binary.Remainder} is left from, so that {@code a = b·y + remainder} also where the quotient
     * itself would be rounded up to a whole number (as Python's {@code //}).
     */
    record Floor() implements Division {
        @Override
        public double f(double a, double b) {
            double left = a % b;
            if (b == 0 || Double.isNaN(left)) {
                return a / b;
            }
            double quotient = (a - left) / b;
            double floor = Math.rint(left != 0 && left < 0 != b < 0 ? quotient - 1 : quotient);
            return floor == 0 ? Math.copySign(0, a / b) : floor;
        }
    }

    /** {@code a/b} without its fraction, as Java and C divide integers. */
    record Trunc() implements Division {
        @Override
        public double f(double a, double b) {
            double quotient = a / b;
            return quotient < 0 ? Math.ceil(quotient) : Math.floor(quotient);
        }
    }
}
