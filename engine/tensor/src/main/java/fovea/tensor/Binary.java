package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Functions of two elements, {@code yᵢ = f(aᵢ, bᵢ)}. Both inputs and the output have one shape and one type: broadcasting is a step of its
 * own ({@link Expand}). Types are floating-point numbers, and integers where whole numbers come out of whole numbers.
 */
public sealed interface Binary extends Op
        permits Binary.Add,
                Binary.Sub,
                Binary.Mul,
                Binary.Div,
                Binary.Pow,
                Binary.Atan2,
                Binary.Fmod,
                Binary.Remainder,
                Binary.Maximum,
                Binary.Minimum,
                Binary.WherePositive,
                Comparison,
                Division,
                Joint,
                Whole {

    /** The function itself, in double precision: what the reference computes. */
    double f(double a, double b);

    @Override
    default Spec[] infer(Spec... x) {
        if (!x[0].equals(x[1])) {
            throw new ShapeException(
                    label(),
                    "a is " + x[0] + " and b is " + x[1],
                    x[0].dtype() == x[1].dtype()
                            ? "the shapes must be equal, or broadcast from the right"
                            : "the types must be equal; a.cast or b.cast would fit");
        }
        if (!takes(x[0].dtype())) {
            throw new ShapeException(
                    label(),
                    "a and b are " + x[0],
                    !takes(DType.F32)
                            ? "it takes integers; cast(DType.I32) would fit"
                            : takes(DType.I32)
                                    ? "it takes numbers; cast(DType.I32) would fit"
                                    : "it takes floating-point numbers; cast(DType.F32) would fit");
        }
        return new Spec[] {x[0]};
    }

    /** Whether it means something for this type. */
    default boolean takes(DType dtype) {
        return dtype.isFloating() || dtype.isInteger();
    }

    /** Sum, {@code y = a + b}; {@code da = db = dy}. */
    record Add() implements Binary {
        @Override
        public double f(double a, double b) {
            return a + b;
        }

        @Override
        public Keep keep() {
            return Keep.NOTHING;
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return new Tensor[] {dy[0], dy[0]};
        }
    }

    /** Difference, {@code y = a − b}; {@code da = dy}, {@code db = −dy}. */
    record Sub() implements Binary {
        @Override
        public double f(double a, double b) {
            return a - b;
        }

        @Override
        public Keep keep() {
            return Keep.NOTHING;
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return r.gradients(() -> dy[0], () -> Op.only(dy).neg());
        }
    }

    /** Product, {@code y = a · b}; {@code da = dy · b}, {@code db = dy · a}. */
    record Mul() implements Binary {
        @Override
        public double f(double a, double b) {
            return a * b;
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0, 1);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return r.gradients(
                    () -> Op.only(dy).mul(r.input(1)), () -> Op.only(dy).mul(r.input(0)));
        }
    }

    /** Quotient, {@code y = a / b}; {@code da = dy / b}, {@code db = −dy · y / b}. */
    record Div() implements Binary {
        @Override
        public double f(double a, double b) {
            return a / b;
        }

        @Override
        public boolean takes(DType dtype) {
            return dtype.isFloating();
        }

        @Override
        public Keep keep() {
            return Keep.inputs(1).andOutputs(0);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return r.gradients(
                    () -> Op.only(dy).div(r.input(1)),
                    () -> Op.only(dy).mul(r.output(0)).div(r.input(1)).neg());
        }
    }

    /**
     * The larger, {@code y = max(a, b)}, not-a-number if either is; {@code da = dy} where {@code a > b}, {@code dy/2} where
     * they are equal, else 0; {@code db} alike. Where they cannot be compared both get {@code dy} (all as PyTorch's {@code maximum}).
     */
    record Maximum() implements Binary {
        @Override
        public double f(double a, double b) {
            return Math.max(a, b);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0, 1);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return r.gradients(
                    () -> share(Op.only(dy), r.input(0), r.input(1)), () -> share(Op.only(dy), r.input(1), r.input(0)));
        }

        @Override
        public boolean takes(DType dtype) {
            return true;
        }

        /** The part of dy that goes to {@code mine}: all but what the other has, where that is larger, or half of it. */
        static Tensor share(Tensor dy, Tensor mine, Tensor other) {
            Tensor others = new Comparison.Less()
                    .apply(mine, other)
                    .add(new Comparison.Equal().apply(mine, other).mul(0.5));
            return dy.mul(others.neg().add(1));
        }
    }

    /**
     * A gate, {@code y = a · [b > 0]}, where the bracket is 1 or 0, and not-a-number where b is; {@code da = dy} through the same gate,
     * {@code db = 0}.
     */
    record WherePositive() implements Binary {
        @Override
        public double f(double a, double b) {
            return Double.isNaN(b) ? b : a * (b > 0 ? 1 : 0);
        }

        @Override
        public boolean takes(DType dtype) {
            return dtype.isFloating();
        }

        @Override
        public Keep keep() {
            return Keep.inputs(1);
        }

        @Override
        public boolean isDifferentiable(int input) {
            return input == 0;
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return r.gradients(() -> Op.only(dy).wherePositive(r.input(1)), () -> null);
        }
    }

    /** The smaller, {@code y = min(a, b)}; gradients as those of {@link Maximum}. */
    record Minimum() implements Binary {
        @Override
        public double f(double a, double b) {
            return Math.min(a, b);
        }

        @Override
        public boolean takes(DType dtype) {
            return true;
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0, 1);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return r.gradients(
                    () -> Maximum.share(Op.only(dy), r.input(1), r.input(0)),
                    () -> Maximum.share(Op.only(dy), r.input(0), r.input(1)));
        }
    }

    /**
     * Power, {@code y = aᵇ}; {@code da = dy · b · aᵇ⁻¹}, 0 where {@code b = 0}; {@code db = dy · y · ln a}, 0 where {@code a = 0} and
     * {@code b ≥ 0} (as PyTorch).
     */
    record Pow() implements Binary {
        @Override
        public double f(double a, double b) {
            return Math.pow(a, b);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0, 1);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return r.gradients(
                    () -> {
                        Tensor b = r.input(1);
                        return b.eq(0)
                                .where(
                                        b.mul(0),
                                        Op.only(dy).mul(b).mul(r.input(0).pow(b.sub(1))));
                    },
                    () -> {
                        Tensor a = r.input(0);
                        Tensor b = r.input(1);
                        Tensor flat = a.eq(0).minimum(b.ge(0));
                        Tensor safe = flat.where(a.mul(0).add(1), a);
                        return flat.where(a.mul(0), Op.only(dy).mul(a.pow(b)).mul(safe.log()));
                    });
        }
    }

    /** The angle of the point {@code (b, a)}, {@code −π … π}; {@code da = dy · b/(a² + b²)}, {@code db = −dy · a/(a² + b²)}. */
    record Atan2() implements Binary {
        @Override
        public double f(double a, double b) {
            return Math.atan2(a, b);
        }

        @Override
        public boolean takes(DType dtype) {
            return dtype.isFloating();
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0, 1);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return r.gradients(
                    () -> Op.only(dy).mul(r.input(1)).div(norm(r)),
                    () -> Op.only(dy).mul(r.input(0)).div(norm(r)).neg());
        }

        private static Tensor norm(Residuals r) {
            return r.input(0).square().add(r.input(1).square());
        }
    }

    /** What is left of a after taking away whole b, with the sign of a; {@code da = dy}, {@code db = −dy · trunc(a/b)}. */
    record Fmod() implements Binary {
        @Override
        public double f(double a, double b) {
            return a % b;
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0, 1);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return r.gradients(
                    () -> dy[0],
                    () -> Op.only(dy).mul(r.input(0).div(r.input(1)).trunc()).neg());
        }
    }

    /** What is left of a after taking away whole b, with the sign of b; {@code da = dy}, {@code db = −dy · ⌊a/b⌋}. */
    record Remainder() implements Binary {
        @Override
        public double f(double a, double b) {
            double left = a % b;
            return left != 0 && left < 0 != b < 0 ? left + b : left;
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0, 1);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return r.gradients(
                    () -> dy[0],
                    () -> Op.only(dy).mul(r.input(0).div(r.input(1)).floor()).neg());
        }
    }
}
