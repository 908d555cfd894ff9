package fovea.tensor;

/**
 * The logarithm of the gamma function and its derivatives: each argument is moved above {@value #FAR} by the recurrence, where Stirling's
 * asymptotic series is exact to a rounding; negative ones are reflected (Abramowitz and Stegun 1964, 6.1.17, 6.1.40, 6.4).
 */
final class GammaFunction {
    private static final double FAR = 15;

    /** Bernoulli numbers {@code B₂, B₄, …, B₂₀}. */
    private static final double[] BERNOULLI = {
        1 / 6.0,
        -1 / 30.0,
        1 / 42.0,
        -1 / 30.0,
        5 / 66.0,
        -691 / 2730.0,
        7 / 6.0,
        -3617 / 510.0,
        43867 / 798.0,
        -174611 / 330.0
    };

    private GammaFunction() {}

    static double lgamma(double x) {
        if (x <= 0) {
            return x == Math.rint(x)
                    ? Double.POSITIVE_INFINITY
                    : Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
        }
        if (Double.isInfinite(x)) {
            return x;
        }
        double product = 1;
        double z = x;
        while (z < FAR) {
            product *= z;
            z += 1;
        }
        double sum = 0;
        for (int k = BERNOULLI.length; k >= 1; k--) {
            sum = sum / (z * z) + BERNOULLI[k - 1] / (2.0 * k * (2.0 * k - 1));
        }
        return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + sum / z - Math.log(product);
    }

    static double polygamma(int n, double x) {
        if (x <= 0) {
            return x == Math.rint(x) ? (n % 2 == 1 ? Double.POSITIVE_INFINITY : Double.NaN) : reflected(n, x);
        }
        double z = x;
        double near = 0;
        while (z < FAR + n) {
            near += Math.pow(z, -n - 1);
            z += 1;
        }
        double sign = n % 2 == 1 ? 1 : -1;
        double factorial = 1;
        for (int i = 2; i <= n; i++) {
            factorial *= i;
        }
        double far = n == 0 ? -Math.log(z) : factorial / n * Math.pow(z, -n);
        far += factorial / 2 * Math.pow(z, -n - 1);
        double term = 0;
        for (int k = 1; k <= BERNOULLI.length; k++) {
            // (2k + n − 1)! / (2k)! · z^(−2k−n), each from the one before
            term = k == 1
                    ? factorial * (n + 1) / 2 * Math.pow(z, -n - 2)
                    : term * (2 * k + n - 2) * (2 * k + n - 1) / ((2.0 * k - 1) * (2 * k) * z * z);
            far += BERNOULLI[k - 1] * term;
        }
        return sign * (factorial * near + far);
    }

    /** {@code ψ⁽ⁿ⁾(x) = (−1)ⁿ ψ⁽ⁿ⁾(1 − x) − π dⁿ/dxⁿ cot πx}, the derivative as a polynomial in the cotangent. */
    private static double reflected(int n, double x) {
        double[] p = {0, 1};
        for (int i = 0; i < n; i++) {
            double[] next = new double[p.length + 1];
            for (int k = 1; k < p.length; k++) {
                next[k - 1] -= Math.PI * k * p[k];
                next[k + 1] -= Math.PI * k * p[k];
            }
            p = next;
        }
        double cot = 1 / Math.tan(Math.PI * x);
        double value = 0;
        for (int k = p.length - 1; k >= 0; k--) {
            value = value * cot + p[k];
        }
        return (n % 2 == 0 ? 1 : -1) * polygamma(n, 1 - x) - Math.PI * value;
    }
}
