package fovea.tensor;

/** Special functions of analysis: exponentials near zero, the error function and its kin, the gamma function and its derivatives. */
public sealed interface Special extends Unary {
    /** {@code y = eˣ − 1}, exact near 0; {@code dx = dy · (y + 1)}. */
    record Expm1() implements Special {
        @Override
        public double f(double x) {
            return Math.expm1(x);
        }

        @Override
        public Keep keep() {
            return Keep.outputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.mul(r.output(0).add(1));
        }
    }

    /** {@code y = ln(1 + x)}, exact near 0; {@code dx = dy / (1 + x)}. */
    record Log1p() implements Special {
        @Override
        public double f(double x) {
            return Math.log1p(x);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.div(r.input(0).add(1));
        }
    }

    /** Error function, {@code y = 2/√π ∫₀ˣ e^(−t²) dt}; {@code dx = dy · 2/√π · e^(−x²)}. */
    record Erf() implements Special {
        @Override
        public double f(double x) {
            return ErrorFunction.erf(x);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.mul(bell(r.input(0)));
        }
    }

    /** Complementary error function, {@code y = 1 − erf x}, exact where that is tiny; {@code dx = −dy · 2/√π · e^(−x²)}. */
    record Erfc() implements Special {
        @Override
        public double f(double x) {
            return ErrorFunction.erfc(x);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.mul(bell(r.input(0))).neg();
        }
    }

    /** Inverse of the error function, on {@code −1 … 1}; {@code dx = dy · √π/2 · e^(y²)}. */
    record Erfinv() implements Special {
        @Override
        public double f(double x) {
            return ErrorFunction.erfinv(x);
        }

        @Override
        public Keep keep() {
            return Keep.outputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.mul(r.output(0).square().exp().mul(Math.sqrt(Math.PI) / 2));
        }
    }

    /** Logarithm of the absolute gamma function, {@code y = ln |Γ(x)|}; {@code dx = dy · ψ(x)}, ψ being {@link Polygamma} of order 0. */
    record Lgamma() implements Special {
        @Override
        public double f(double x) {
            return GammaFunction.lgamma(x);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.mul(new Polygamma(0).apply(r.input(0)));
        }
    }

    /** The (n+1)-th derivative of {@link Lgamma}, {@code y = ψ⁽ⁿ⁾(x)}; of order 0 the digamma function. {@code dx = dy · ψ⁽ⁿ⁺¹⁾(x)}. */
    record Polygamma(int n) implements Special {
        @Override
        public double f(double x) {
            return GammaFunction.polygamma(n, x);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.mul(new Polygamma(n + 1).apply(r.input(0)));
        }
    }

    /** {@code y = ln(1 + eˣ)}, a smooth rectifier; {@code dx = dy · σ(x)}. */
    record Softplus() implements Special {
        @Override
        public double f(double x) {
            return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.mul(r.input(0).sigmoid());
        }
    }

    /** Logarithm to the base 2, exact at powers of 2; {@code dx = dy / (x ln 2)}. */
    record Log2() implements Special {
        @Override
        public double f(double x) {
            if (!(x >= Double.MIN_NORMAL) || x == Double.POSITIVE_INFINITY) {
                return Math.log(x) / Math.log(2);
            }
            int exponent = Math.getExponent(x * Math.sqrt(2));
            return exponent + Math.log(Math.scalb(x, -exponent)) / Math.log(2);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.div(r.input(0).mul(Math.log(2)));
        }
    }

    /** Logarithm to the base 10; {@code dx = dy / (x ln 10)}. */
    record Log10() implements Special {
        @Override
        public double f(double x) {
            return Math.log10(x);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.div(r.input(0).mul(Math.log(10)));
        }
    }

    /** Power of 2, {@code y = 2ˣ}; {@code dx = dy · y · ln 2}. */
    record Exp2() implements Special {
        @Override
        public double f(double x) {
            return Math.pow(2, x);
        }

        @Override
        public Keep keep() {
            return Keep.outputs(0);
        }

        @Override
        public Tensor dx(Residuals r, Tensor dy) {
            return dy.mul(r.output(0)).mul(Math.log(2));
        }
    }

    private static Tensor bell(Tensor x) {
        return x.square().neg().exp().mul(2 / Math.sqrt(Math.PI));
    }
}
