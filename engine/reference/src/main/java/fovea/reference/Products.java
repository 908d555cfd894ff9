package fovea.reference;

import fovea.tensor.Shape;

/** Matrix products. */
final class Products {
    private Products() {}

    /** {@code y += a b} for each matrix of a batch; the inner loop runs along a row of b and y, which the JIT vectorizes. */
    static void matmul(double[] a, double[] b, double[] y, Shape as, Shape bs) {
        int m = as.size(-2);
        int k = as.size(-1);
        int n = bs.size(-1);
        int batch = m * k == 0 ? (n * m == 0 ? 0 : y.length / (m * n)) : a.length / (m * k);
        for (int i = 0; i < batch; i++) {
            accumulate(m, k, n, a, i * m * k, k, 1, b, i * k * n, y, i * m * n);
        }
    }

    /**
     * {@code y[m, n] += a[m, k] b[k, n]}, with b and y row-major from their offsets.
     *
     * @param aRow elements from one row of a to the next, {@code aColumn} from one column to the next
     */
    static void accumulate(
            int m, int k, int n, double[] a, int a0, int aRow, int aColumn, double[] b, int b0, double[] y, int y0) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < k; j++) {
                double factor = a[a0 + i * aRow + j * aColumn];
                int from = b0 + j * n;
                int to = y0 + i * n;
                for (int l = 0; l < n; l++) {
                    y[to + l] += factor * b[from + l];
                }
            }
        }
    }
}
