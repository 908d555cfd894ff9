package fovea.reference;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder's reflections make it tridiagonal, then QL steps with implicit shifts
 * make it diagonal (Golub and Van Loan, "Matrix Computations", chapter 8).
 *
 * @param values rising
 * @param vectors as columns, {@code [n, n]}
 */
record Eigenvalues(double[] values, double[] vectors) {
    /** For each value; it takes about two. */
    private static final int STEPS = 90;

    /** Reads the lower triangle. */
    static Eigenvalues of(int n, double[] lower) {
        double[] a = lower.clone();
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                a[i * n + j] = a[j * n + i];
            }
        }
        double scale = Products.scale(a);
        if (!Double.isFinite(scale)) {
            Arrays.fill(a, Double.NaN);
            return new Eigenvalues(Arrays.copyOf(a, n), a);
        }
        a = Products.times(a, 1 / scale);
        double[] beside = new double[n];
        double[] tau = tridiagonalize(n, a, beside);
        double[] diagonal = new double[n];
        for (int i = 0; i < n; i++) {
            diagonal[i] = a[i * n + i];
        }
        double[] rows = vectors(n, a, tau);
        diagonalize(n, diagonal, beside, rows);
        return sorted(n, diagonal, rows, scale);
    }

    /** Leaves the diagonal in a, what stands beside it in {@code beside}, and the reflections in the rows of a; gives their τ. */
    private static double[] tridiagonalize(int n, double[] a, double[] beside) {
        double[] tau = new double[n];
        double[] w = new double[n];
        for (int k = 0; k < n - 1; k++) {
            int v = k * n + k + 1;
            int m = n - k - 1;
            tau[k] = Reflections.reflect(a, v, m - 1);
            beside[k] = a[v];
            a[v] = 1;
            for (int i = 0; i < m; i++) {
                w[i] = tau[k] * Products.dot(a, (k + 1 + i) * n + k + 1, a, v, m);
            }
            Products.addRow(w, 0, -tau[k] / 2 * Products.dot(w, 0, a, v, m), a, v, m);
            for (int i = 0; i < m; i++) {
                int row = (k + 1 + i) * n + k + 1;
                Products.addRow(a, row, -a[v + i], w, 0, m);
                Products.addRow(a, row, -w[i], a, v, m);
            }
        }
        return tau;
    }

    /** The product of the reflections, transposed: row i is the i-th column. */
    private static double[] vectors(int n, double[] a, double[] tau) {
        double[] q = new double[n * n];
        double[] u = new double[n];
        for (int i = 0; i < n; i++) {
            q[i * n + i] = 1;
        }
        for (int k = n - 2; k >= 0; k--) {
            int v = k * n + k + 1;
            int m = n - k - 1;
            Arrays.fill(u, 0, m, 0);
            for (int i = 0; i < m; i++) {
                Products.addRow(u, 0, a[v + i], q, (k + 1 + i) * n + k + 1, m);
            }
            for (int i = 0; i < m; i++) {
                Products.addRow(q, (k + 1 + i) * n + k + 1, -tau[k] * a[v + i], u, 0, m);
            }
        }
        return Products.transposed(n, n, q);
    }

    /** Turns the rows until nothing stands beside the diagonal; from the top, splitting where something small stands. */
    private static void diagonalize(int n, double[] d, double[] e, double[] rows) {
        for (int first = 0; first < n; first++) {
            int steps = 0;
            for (int last = split(n, d, e, first); last > first; last = split(n, d, e, first)) {
                if (steps++ == STEPS) {
                    throw new MatrixException("too hard: its eigenvalues did not converge", "look at its elements");
                }
                step(n, d, e, rows, first, last);
            }
        }
    }

    /** The end of the block that begins at {@code first}. */
    private static int split(int n, double[] d, double[] e, int first) {
        int last = first;
        while (last < n - 1
                && Math.abs(e[last]) > Math.max(0x1p-53 * (Math.abs(d[last]) + Math.abs(d[last + 1])), 1e-290)) {
            last++;
        }
        return last;
    }

    /** A QL step on a block, its shift the eigenvalue of the first two rows nearer to the first (Wilkinson's). */
    private static void step(int n, double[] d, double[] e, double[] rows, int first, int last) {
        double half = (d[first + 1] - d[first]) / (2 * e[first]);
        double shift = d[first] - e[first] / (half + Math.copySign(Math.hypot(half, 1), half));
        double bulge = d[last] - shift;
        double sine = 1;
        double cosine = 1;
        double taken = 0;
        for (int i = last - 1; i >= first; i--) {
            double across = sine * e[i];
            double along = cosine * e[i];
            double length = Math.hypot(across, bulge);
            e[i + 1] = length;
            if (length == 0) {
                d[i + 1] -= taken;
                e[last] = 0;
                return;
            }
            sine = across / length;
            cosine = bulge / length;
            double kept = d[i + 1] - taken;
            double moved = (d[i] - kept) * sine + 2 * cosine * along;
            taken = sine * moved;
            d[i + 1] = kept + taken;
            bulge = cosine * moved - along;
            Products.rotate(rows, i * n, (i + 1) * n, n, cosine, sine);
        }
        d[first] -= taken;
        e[first] = bulge;
        e[last] = 0;
    }

    private static Eigenvalues sorted(int n, double[] d, double[] rows, double scale) {
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> d[i]));
        double[] values = new double[n];
        double[] vectors = new double[n * n];
        for (int j = 0; j < n; j++) {
            values[j] = d[order[j]] * scale;
            for (int i = 0; i < n; i++) {
                vectors[i * n + j] = rows[order[j] * n + i];
            }
        }
        Products.fixSigns(n, n, vectors, new double[n * n]);
        return new Eigenvalues(values, vectors);
    }
}
