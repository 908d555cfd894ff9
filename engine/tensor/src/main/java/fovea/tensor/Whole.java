package fovea.tensor;

import org.jspecify.annotations.Nullable;

/** Functions of two whole numbers, bit by bit in two's complement or by their divisors. They have no gradient. */
public sealed interface Whole extends Binary {

    @Override
    default boolean takes(DType dtype) {
        return dtype.isInteger();
    }

    /** The function itself. */
    long of(long a, long b);

    @Override
    default double f(double a, double b) {
        return of((long) a, (long) b);
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

    /** The bits that both have. */
    record And() implements Whole {
        @Override
        public long of(long a, long b) {
            return a & b;
        }
    }

    /** The bits that either has. */
    record Or() implements Whole {
        @Override
        public long of(long a, long b) {
            return a | b;
        }
    }

    /** The bits that one has and the other has not. */
    record Xor() implements Whole {
        @Override
        public long of(long a, long b) {
            return a ^ b;
        }
    }

    /** {@code a · 2ᵇ}; what leaves the type's range is dropped. 0 where b is negative or beyond all bits. */
    record ShiftLeft() implements Whole {
        @Override
        public long of(long a, long b) {
            return b < 0 || b > 63 ? 0 : a << b;
        }
    }

    /** {@code ⌊a / 2ᵇ⌋}, keeping the sign; 0 or −1 where b is negative or beyond all bits. */
    record ShiftRight() implements Whole {
        @Override
        public long of(long a, long b) {
            return a >> (b < 0 || b > 63 ? 63 : b);
        }
    }

    /** The greatest common divisor, which is not negative; of 0 and 0 it is 0. */
    record Gcd() implements Whole {
        @Override
        public long of(long a, long b) {
            long x = Math.abs(a);
            long y = Math.abs(b);
            while (y != 0) {
                long rest = x % y;
                x = y;
                y = rest;
            }
            return x;
        }
    }
}
