package fovea.reference;

import java.util.Arrays;

/** The exponential of a matrix: a Padé approximation of degree 13 of a small part of it, squared up again (Higham 2005). */
final class Exponential {
    /** Coefficients of the numerator, from that of 1 on. */
    private static final double[] PADE = {
        64764752532480000d,
        32382376266240000d,
        7771770303897600d,
        1187353796428800d,
        129060195264000d,
        10559470521600d,
        670442572800d,
        33522128640d,
        1323241920d,
        40840800d,
        960960d,
        16380d,
        182d,
        1d
    };

    /** Up to this norm the approximation is exact to a rounding. */
    private static final double EXACT_BELOW = 5.371920351148152;

    private Exponential() {}

    static double[] of(int n, double[] a) {
        double norm = 0;
        for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += Math.abs(a[i * n + j]);
            }
            norm = Math.max(norm, sum);
        }
        if (!Double.isFinite(norm)) {
            double[] nan = new double[n * n];
            Arrays.fill(nan, Double.NaN);
            return nan;
        }
        int squarings = norm <= EXACT_BELOW ? 0 : Math.getExponent(norm / EXACT_BELOW) + 1;
        double[] y = pade(n, Products.times(a, Math.scalb(1.0, -squarings)));
        for (int i = 0; i < squarings; i++) {
            y = product(n, y, y);
        }
        return y;
    }

    /** {@code (V − U)⁻¹ (V + U)}, U the odd part of the numerator and V the even one. */
    private static double[] pade(int n, double[] a) {
        double[] identity = new double[n * n];
        for (int i = 0; i < n; i++) {
            identity[i * n + i] = 1;
        }
        double[] a2 = product(n, a, a);
        double[] a4 = product(n, a2, a2);
        double[] a6 = product(n, a4, a2);
        double[][] powers = {identity, a2, a4, a6};
        double[] odd = product(n, a, half(n, powers, 1));
        double[] even = half(n, powers, 0);
        double[] below = new double[n * n];
        double[] above = new double[n * n];
        Arrays.setAll(below, i -> even[i] - odd[i]);
        Arrays.setAll(above, i -> even[i] + odd[i]);
        return Elimination.of(n, below).solve(above);
    }

    /** {@code A⁶ (c₆A⁶ + c₅A⁴ + c₄A²) + c₃A⁶ + c₂A⁴ + c₁A² + c₀}, c every second coefficient from {@code parity} on. */
    private static double[] half(int n, double[][] powers, int parity) {
        double[] high = new double[n * n];
        double[] y = new double[n * n];
        for (int k = 0; k < 4; k++) {
            Products.addRow(y, 0, PADE[parity + 2 * k], powers[k], 0, n * n);
            if (k > 0) {
                Products.addRow(high, 0, PADE[parity + 2 * k + 6], powers[k], 0, n * n);
            }
        }
        Products.addRow(y, 0, 1, product(n, powers[3], high), 0, n * n);
        return y;
    }

    private static double[] product(int n, double[] a, double[] b) {
        double[] y = new double[n * n];
        Products.accumulate(n, n, n, a, 0, n, 1, b, 0, y, 0);
        return y;
    }
}
