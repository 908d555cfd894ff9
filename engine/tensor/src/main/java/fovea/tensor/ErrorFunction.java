package fovea.tensor;

/** The error function, to about two roundings of a double: a series near the middle, a continued fraction in the tails. */
final class ErrorFunction {
    /** Where the fraction takes over from the series; both are good to a rounding there. */
    private static final double TAIL = 2.5;

    private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

    private ErrorFunction() {}

    static double erf(double x) {
        double a = Math.abs(x);
        return a < TAIL ? series(x) : Math.copySign(1 - tail(a), x);
    }

    static double erfc(double x) {
        if (x < 0.5) {
            return 1 - erf(x);
        }
        return x < TAIL ? 1 - series(x) : tail(x);
    }

    /** {@code 2/√π e^(−x²) Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!} (Abramowitz and Stegun 1964, 7.1.6): all terms have one sign, nothing cancels. */
    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return TWO_OVER_SQRT_PI * Math.exp(-x * x) * sum;
    }

    /** {@code e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …))))} (the same, 7.1.14), from the inside out. */
    private static double tail(double x) {
        double fraction = x;
        for (int k = 60; k >= 1; k--) {
            fraction = x + k / 2.0 / fraction;
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
    }

    /** A first guess (Giles 2012, by Winitzki's formula), made exact by Newton's steps on erfc, which keep their footing in the tails. */
    static double erfinv(double y) {
        double rest = 1 - Math.abs(y);
        if (rest <= 0 || Double.isNaN(y)) {
            return rest == 0 ? Math.copySign(Double.POSITIVE_INFINITY, y) : Double.NaN;
        }
        double l = Math.log1p(-y * y);
        double c = 2 / (Math.PI * 0.147) + l / 2;
        double x = Math.sqrt(Math.sqrt(c * c - l / 0.147) - c);
        for (int i = 0; i < 4; i++) {
            double error = rest > 0.5 ? erf(x) - Math.abs(y) : rest - erfc(x);
            double step = error / (TWO_OVER_SQRT_PI * Math.exp(-x * x));
            x -= step / (1 + x * step);
        }
        return Math.copySign(x, y);
    }
}
