package fovea.reference;

/** Triangles: Cholesky's factor, and substitution. Matrices are row-major. */
final class Triangle {
    /** Rows worked on together, so that each finished row is fetched once for all of them. */
    private static final int ROWS = 64;

    private Triangle() {}

    /** L with {@code A = L Lᵀ}, from the lower triangle of A, some rows at a time. */
    static double[] cholesky(int n, double[] a) {
        double[] l = new double[n * n];
        for (int from = 0; from < n; from += ROWS) {
            int to = Math.min(n, from + ROWS);
            for (int j = 0; j < to; j++) {
                for (int i = Math.max(from, j); i < to; i++) {
                    double left = a[i * n + j] - Products.dot(l, i * n, l, j * n, j);
                    l[i * n + j] = i > j ? left / l[j * n + j] : root(left, i);
                }
            }
        }
        return l;
    }

    private static double root(double left, int i) {
        if (left <= 0) {
            throw new MatrixException(
                    "not positive definite: %.3g is left of its diagonal element %d".formatted(left, i),
                    "a positive definite matrix is symmetric with eigenvalues above 0; adding a small multiple of the"
                            + " identity helps against rounding");
        }
        return Math.sqrt(left);
    }

    /** The X with {@code A X = B}, row by row from the corner of the triangle. */
    static double[] solve(int n, double[] a, boolean upper, boolean unitriangular, double[] b) {
        double[] x = b.clone();
        int columns = n == 0 ? 0 : b.length / n;
        for (int step = 0; step < n; step++) {
            int i = upper ? n - 1 - step : step;
            int from = upper ? i + 1 : 0;
            int to = upper ? n : i;
            for (int j = from; j < to; j++) {
                Products.addRow(x, i * columns, -a[i * n + j], x, j * columns, columns);
            }
            if (!unitriangular) {
                double pivot = a[i * n + i];
                if (pivot == 0) {
                    throw new MatrixException(
                            "singular: its diagonal element " + i + " is 0", "a triangle with an inverse has none");
                }
                for (int k = i * columns; k < (i + 1) * columns; k++) {
                    x[k] /= pivot;
                }
            }
        }
        return x;
    }
}
