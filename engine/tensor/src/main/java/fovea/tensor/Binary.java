package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Functions of two elements, {@code yᵢ = f(aᵢ, bᵢ)}. Both inputs and the output have one shape and one floating-point
 * type: broadcasting is a step of its own ({@link Expand}).
 */
public sealed interface Binary extends Op {

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
        if (!x[0].dtype().isFloating()) {
            throw new ShapeException(
                    label(), "a and b are " + x[0], "it takes floating-point numbers; cast(DType.F32) would fit");
        }
        return new Spec[] {x[0]};
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
     * they are equal (as PyTorch's {@code maximum}), else 0; {@code db} alike.
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

        private static Tensor share(Tensor dy, Tensor mine, Tensor other) {
            return dy.wherePositive(mine.sub(other))
                    .add(dy.mul(mine.equal(other)).mul(0.5));
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

    /** Equality, {@code y = 1} where {@code a = b}, else 0; its gradient is 0 wherever it has one. */
    record Equal() implements Binary {
        @Override
        public double f(double a, double b) {
            return a == b ? 1 : 0;
        }

        @Override
        public Keep keep() {
            return Keep.NOTHING;
        }

        @Override
        public boolean isDifferentiable(int input) {
            return false;
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return new Tensor[2];
        }
    }
}
