package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Functions of one element, {@code yᵢ = f(xᵢ)}; the output has the input's shape and type, which is a floating-point one but for the few
 * that also mean something for integers.
 *
 * <p>Kernels: one loop, fused with its neighbours in a compiled step.
 */
public sealed interface Unary extends Op
        permits Unary.Affine,
                Unary.Abs,
                Unary.Exp,
                Unary.Log,
                Unary.Sqrt,
                Unary.Reciprocal,
                Unary.Tanh,
                Unary.Sigmoid,
                Unary.Relu,
                Trigonometric,
                Rounding,
                Special {

    /** The function itself, in double precision: what the reference computes. */
    double f(double x);

    /** The gradient, {@code dx = dy · f'(x)}, from whichever of x and y {@link #keep()} names. */
    Tensor dx(Residuals r, Tensor dy);

    @Override
    default Spec[] infer(Spec... x) {
        if (!x[0].dtype().isFloating() && !(takesIntegers() && x[0].dtype().isInteger())) {
            throw new ShapeException(
                    label(),
                    "x is " + x[0],
                    "it takes " + (takesIntegers() ? "numbers" : "floating-point numbers")
                            + "; x.cast(DType.F32) would fit");
        }
        return new Spec[] {x[0]};
    }

    /** Whether whole numbers come out where whole numbers go in. */
    default boolean takesIntegers() {
        return false;
    }

    @Override
    default @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        return new Tensor[] {dx(r, Op.only(dy))};
    }

    /** A straight line, {@code y = scale · x + shift}; {@code dx = scale · dy}. Of integers, where scale and shift are whole. */
    record Affine(double scale, double shift) implements Unary {
        @Override
        public Spec[] infer(Spec... x) {
            if (x[0].dtype().isInteger() && !takesIntegers()) {
                throw new ShapeException(
                        label(),
                        "x is " + x[0] + " and " + (scale == Math.rint(scale) ? shift : scale)
                                + " is not a whole number",
                        "x.cast(DType.F32) would fit");
            }
            return Unary.super.infer(x);
        }

        @Override
        public boolean takesIntegers() {
            return scale == Math.rint(scale) && shift == Math.rint(shift);
        }

        /** A shift of 0 leaves the sign of a zero alone. */
        @Override
        public double f(double x) {
            return shift == 0 ? scale * x : scale * x + shift;
        }

        @Override
        public Keep keep() {
            return Keep.NOTHING;
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.mul(scale);
        }
    }

    /** Absolute value, {@code y = |x|}; {@code dx = dy · sign x}, 0 at 0. */
    record Abs() implements Unary {
        @Override
        public double f(double x) {
            return Math.abs(x);
        }

        @Override
        public boolean takesIntegers() {
            return true;
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.mul(r.input(0).sign());
        }
    }

    /** Exponential, {@code y = eˣ}; {@code dx = dy · y}. */
    record Exp() implements Unary {
        @Override
        public double f(double x) {
            return Math.exp(x);
        }

        @Override
        public Keep keep() {
            return Keep.outputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.mul(r.output(0));
        }
    }

    /** Natural logarithm, {@code y = ln x}; {@code dx = dy / x}. */
    record Log() implements Unary {
        @Override
        public double f(double x) {
            return Math.log(x);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.div(r.input(0));
        }
    }

    /** Square root, {@code y = √x}; {@code dx = dy / (2y)}. */
    record Sqrt() implements Unary {
        @Override
        public double f(double x) {
            return Math.sqrt(x);
        }

        @Override
        public Keep keep() {
            return Keep.outputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.div(r.output(0).mul(2));
        }
    }

    /** Reciprocal, {@code y = 1/x}; {@code dx = −dy · y²}. */
    record Reciprocal() implements Unary {
        @Override
        public double f(double x) {
            return 1 / x;
        }

        @Override
        public Keep keep() {
            return Keep.outputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.mul(r.output(0).mul(r.output(0))).neg();
        }
    }

    /** Hyperbolic tangent, {@code y = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)}; {@code dx = dy · (1 − y²)}. */
    record Tanh() implements Unary {
        @Override
        public double f(double x) {
            return Math.tanh(x);
        }

        @Override
        public Keep keep() {
            return Keep.outputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            Tensor y = r.output(0);
            return dy.mul(y.mul(y).neg().add(1));
        }
    }

    /** Logistic function, {@code y = 1 / (1 + e⁻ˣ)}; {@code dx = dy · y · (1 − y)}. */
    record Sigmoid() implements Unary {
        @Override
        public double f(double x) {
            return 1 / (1 + Math.exp(-x));
        }

        @Override
        public Keep keep() {
            return Keep.outputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            Tensor y = r.output(0);
            return dy.mul(y).mul(y.neg().add(1));
        }
    }

    /** Rectifier, {@code y = max(x, 0)}; {@code dx = dy} where {@code y > 0}, else 0 (also at 0, as PyTorch). */
    record Relu() implements Unary {
        @Override
        public boolean takesIntegers() {
            return true;
        }

        @Override
        public double f(double x) {
            return Math.max(x, 0);
        }

        @Override
        public Keep keep() {
            return Keep.outputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.wherePositive(r.output(0));
        }
    }
}
