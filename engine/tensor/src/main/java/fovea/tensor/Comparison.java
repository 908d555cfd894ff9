package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Comparisons, {@code yᵢ = 1} where they hold, else 0, in the operands' type; false if an operand is not-a-number. They stay in that type so
 * that they fuse with arithmetic; {@code a.lt(b)} and its like cast to {@link DType#BOOL}. Their gradient is 0 wherever they have one, so
 * none is computed.
 */
public sealed interface Comparison extends Binary {

    @Override
    default boolean takes(DType dtype) {
        return true;
    }

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

    /** {@code a = b}. */
    record Equal() implements Comparison {
        @Override
        public double f(double a, double b) {
            return a == b ? 1 : 0;
        }
    }

    /** {@code a < b}. */
    record Less() implements Comparison {
        @Override
        public double f(double a, double b) {
            return a < b ? 1 : 0;
        }
    }

    /** {@code a ≤ b}. */
    record LessEqual() implements Comparison {
        @Override
        public double f(double a, double b) {
            return a <= b ? 1 : 0;
        }
    }
}
