package fovea.reference;

/**
 * A matrix at least as tall as wide, turned into an upper triangle by Householder's reflections {@code 1 − τ v vᵀ}. Each makes one column
 * {@code (β, 0, …)} with β of the other sign than what stood there, as LAPACK's {@code larfg}; a column that is so already stays.
 *
 * @param columns the matrix column by column: the triangle on and above the diagonal, below it each v without its leading 1
 * @param tau one for each column
 */
record Reflections(int m, int n, double[] columns, double[] tau) {

    static Reflections of(int m, int n, double[] a) {
        double[] t = Products.transposed(m, n, a);
        double[] tau = new double[n];
        for (int k = 0; k < n; k++) {
            int at = k * m + k;
            int left = m - k - 1;
            tau[k] = reflect(t, at, left);
            for (int j = k + 1; j < n; j++) {
                apply(t, at, tau[k], t, j * m + k, left);
            }
        }
        return new Reflections(m, n, t, tau);
    }

    /** Replaces {@code x[at]} by β and the {@code left} elements behind it by v without its 1; gives τ, 0 for no reflection. */
    static double reflect(double[] x, int at, int left) {
        double largest = 0;
        for (int i = at + 1; i <= at + left; i++) {
            largest = Math.max(largest, Math.abs(x[i]));
        }
        if (largest == 0) {
            return 0;
        }
        largest = Math.max(largest, Math.abs(x[at]));
        double squares = 0;
        for (int i = at; i <= at + left; i++) {
            squares += x[i] / largest * (x[i] / largest);
        }
        double alpha = x[at];
        double beta = -Math.copySign(largest * Math.sqrt(squares), alpha);
        for (int i = at + 1; i <= at + left; i++) {
            x[i] /= alpha - beta;
        }
        x[at] = beta;
        return (beta - alpha) / beta;
    }

    /** Reflects the vector from {@code y[to]} on by the v behind {@code v[at]}. */
    private static void apply(double[] v, int at, double tau, double[] y, int to, int left) {
        double dot = y[to] + Products.dot(v, at + 1, y, to + 1, left);
        y[to] -= tau * dot;
        Products.addRow(y, to + 1, -tau * dot, v, at + 1, left);
    }

    /** The triangle, {@code [n, n]}. */
    double[] r() {
        double[] r = new double[n * n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i <= j; i++) {
                r[i * n + j] = columns[j * m + i];
            }
        }
        return r;
    }

    /** The first columns of the product of all reflections, {@code [m, n]}. */
    double[] q() {
        double[] identity = new double[n * n];
        for (int i = 0; i < n; i++) {
            identity[i * n + i] = 1;
        }
        return q(identity);
    }

    /** {@code Q b} for a b {@code [n, n]}. */
    double[] q(double[] b) {
        double[] t = new double[n * m];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                t[j * m + i] = b[i * n + j];
            }
            for (int k = n - 1; k >= 0; k--) {
                apply(columns, k * m + k, tau[k], t, j * m + k, m - k - 1);
            }
        }
        return Products.transposed(n, m, t);
    }
}
