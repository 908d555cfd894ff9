package fovea.reference;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Singular values and vectors of a matrix {@code [m, n]} at least as tall as wide, by one-sided Jacobi rotations (Hestenes 1958) of the
 * triangle of its QR factorization: columns are turned against each other until all are at right angles; their lengths are the singular
 * values.
 *
 * @param u {@code [m, n]}
 * @param values falling
 * @param vt {@code [n, n]}
 */
record SingularValues(int m, int n, double[] u, double[] values, double[] vt) {
    /** It takes about ten. */
    private static final int SWEEPS = 60;

    static SingularValues of(int m, int n, double[] a) {
        double scale = Products.scale(a);
        if (!Double.isFinite(scale)) {
            return new SingularValues(m, n, nan(m * n), nan(n), nan(n * n));
        }
        Reflections qr = Reflections.of(m, n, Products.times(a, 1 / scale));
        double[] g = Products.transposed(n, n, qr.r());
        double[] v = new double[n * n];
        for (int i = 0; i < n; i++) {
            v[i * n + i] = 1;
        }
        boolean turning = true;
        for (int sweep = 0; turning && sweep < SWEEPS; sweep++) {
            turning = sweep(n, g, v);
        }
        return sorted(qr, g, v, scale);
    }

    /** Turns each two rows of g, and with them those of v, to right angles; false if all were. */
    private static boolean sweep(int n, double[] g, double[] v) {
        double tolerance = 0x1p-52 * Math.sqrt(n);
        boolean turned = false;
        for (int p = 0; p < n; p++) {
            for (int q = p + 1; q < n; q++) {
                double alpha = Products.dot(g, p * n, g, p * n, n);
                double beta = Products.dot(g, q * n, g, q * n, n);
                double gamma = Products.dot(g, p * n, g, q * n, n);
                if (Math.abs(gamma) > tolerance * Math.sqrt(alpha) * Math.sqrt(beta)) {
                    double zeta = (beta - alpha) / (2 * gamma);
                    double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
                    double c = 1 / Math.hypot(1, t);
                    Products.rotate(g, p * n, q * n, n, c, c * t);
                    Products.rotate(v, p * n, q * n, n, c, c * t);
                    turned = true;
                }
            }
        }
        return turned;
    }

    private static SingularValues sorted(Reflections qr, double[] g, double[] v, double scale) {
        int n = qr.n();
        double[] lengths = new double[n];
        Arrays.setAll(lengths, i -> Math.sqrt(Products.dot(g, i * n, g, i * n, n)));
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> -lengths[i]));
        double[] values = new double[n];
        double[] rows = new double[n * n];
        double[] vt = new double[n * n];
        for (int i = 0; i < n; i++) {
            int from = order[i];
            values[i] = lengths[from] * scale;
            System.arraycopy(v, from * n, vt, i * n, n);
            if (lengths[from] > 0) {
                Products.addRow(rows, i * n, 1 / lengths[from], g, from * n, n);
            } else {
                complete(n, rows, i);
            }
        }
        double[] u = qr.q(Products.transposed(n, n, rows));
        Products.fixSigns(qr.m(), n, u, vt);
        return new SingularValues(qr.m(), n, u, values, vt);
    }

    /** Makes row i a unit vector at right angles to those before it: the unit vector that has most left besides them. */
    private static void complete(int n, double[] rows, int i) {
        double longest = -1;
        double[] best = new double[n];
        for (int axis = 0; axis < n; axis++) {
            double[] candidate = new double[n];
            candidate[axis] = 1;
            for (int twice = 0; twice < 2; twice++) {
                for (int k = 0; k < i; k++) {
                    Products.addRow(candidate, 0, -Products.dot(candidate, 0, rows, k * n, n), rows, k * n, n);
                }
            }
            double length = Math.sqrt(Products.dot(candidate, 0, candidate, 0, n));
            if (length > longest) {
                longest = length;
                best = candidate;
            }
        }
        Products.addRow(rows, i * n, 1 / longest, best, 0, n);
    }

    private static double[] nan(int n) {
        double[] all = new double[n];
        Arrays.fill(all, Double.NaN);
        return all;
    }

    /** {@code V diag(1/s) Uᵀ} over the values above {@code tolerance} times the first, {@code [n, m]}. */
    double[] pseudoInverse(double tolerance) {
        double[] factors = new double[n];
        Arrays.setAll(factors, i -> values[i] <= tolerance * values[0] ? 0 : 1 / values[i]);
        return Products.transposed(m, n, scaled(factors));
    }

    /** {@code det U · det V · U diag(∏ of the other values) Vᵀ} of a square matrix. */
    double[] cofactor() {
        double sign = Elimination.of(n, u).sign() * Elimination.of(n, vt).sign();
        double[] factors = new double[n];
        for (int i = 0; i < n; i++) {
            factors[i] = sign;
            for (int j = 0; j < n; j++) {
                factors[i] *= j == i ? 1 : values[j];
            }
        }
        return scaled(factors);
    }

    /** {@code U diag(factors) Vᵀ}. */
    private double[] scaled(double[] factors) {
        double[] rows = vt.clone();
        for (int i = 0; i < rows.length; i++) {
            rows[i] *= factors[i / n];
        }
        double[] y = new double[m * n];
        Products.accumulate(m, n, n, u, 0, n, 1, rows, 0, y, 0);
        return y;
    }
}
