package fovea.tensor;

/** Functions of an angle, in radians, and of a hyperbolic one, with their inverses. */
public sealed interface Trigonometric extends Unary {
    /** Sine; {@code dx = dy · cos x}. */
    record Sin() implements Trigonometric {
        @Override
        public double f(double x) {
            return Math.sin(x);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.mul(r.input(0).cos());
        }
    }

    /** Cosine; {@code dx = −dy · sin x}. */
    record Cos() implements Trigonometric {
        @Override
        public double f(double x) {
            return Math.cos(x);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.mul(r.input(0).sin()).neg();
        }
    }

    /** Tangent; {@code dx = dy · (1 + y²)}. */
    record Tan() implements Trigonometric {
        @Override
        public double f(double x) {
            return Math.tan(x);
        }

        @Override
        public Keep keep() {
            return Keep.outputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.mul(r.output(0).square().add(1));
        }
    }

    /** Arcsine, {@code −π/2 … π/2}; {@code dx = dy / √(1 − x²)}. */
    record Asin() implements Trigonometric {
        @Override
        public double f(double x) {
            return Math.asin(x);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.div(r.input(0).square().neg().add(1).sqrt());
        }
    }

    /** Arccosine, {@code 0 … π}; {@code dx = −dy / √(1 − x²)}. */
    record Acos() implements Trigonometric {
        @Override
        public double f(double x) {
            return Math.acos(x);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.div(r.input(0).square().neg().add(1).sqrt()).neg();
        }
    }

    /** Arctangent, {@code −π/2 … π/2}; {@code dx = dy / (1 + x²)}. */
    record Atan() implements Trigonometric {
        @Override
        public double f(double x) {
            return Math.atan(x);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.div(r.input(0).square().add(1));
        }
    }

    /** Hyperbolic sine; {@code dx = dy · cosh x}. */
    record Sinh() implements Trigonometric {
        @Override
        public double f(double x) {
            return Math.sinh(x);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.mul(r.input(0).cosh());
        }
    }

    /** Hyperbolic cosine; {@code dx = dy · sinh x}. */
    record Cosh() implements Trigonometric {
        @Override
        public double f(double x) {
            return Math.cosh(x);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.mul(r.input(0).sinh());
        }
    }

    /** Inverse hyperbolic sine, {@code ln(x + √(x² + 1))}; {@code dx = dy / √(x² + 1)}. */
    record Asinh() implements Trigonometric {
        @Override
        public double f(double x) {
            return Math.copySign(Math.log1p(Math.abs(x) + x * x / (1 + Math.sqrt(x * x + 1))), x);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.div(r.input(0).square().add(1).sqrt());
        }
    }

    /** Inverse hyperbolic cosine, {@code ln(x + √(x² − 1))}; {@code dx = dy / √(x² − 1)}. */
    record Acosh() implements Trigonometric {
        @Override
        public double f(double x) {
            return Math.log(x + Math.sqrt(x - 1) * Math.sqrt(x + 1));
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.div(r.input(0).square().sub(1).sqrt());
        }
    }

    /** Inverse hyperbolic tangent, {@code ½ ln((1 + x) / (1 − x))}; {@code dx = dy / (1 − x²)}. */
    record Atanh() implements Trigonometric {
        @Override
        public double f(double x) {
            return 0.5 * (Math.log1p(x) - Math.log1p(-x));
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.div(r.input(0).square().neg().add(1));
        }
    }
}
