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

    /** {@code y[to…] += factor · x[from…]}, n elements. */
    static void addRow(double[] y, int to, double factor, double[] x, int from, int n) {
        for (int i = 0; i < n; i++) {
            y[to + i] += factor * x[from + i];
        }
    }

    /** In four sums, so that an addition need not wait for the one before. */
    static double dot(double[] a, int i, double[] b, int j, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int k = 0;
        for (; k <= n - 4; k += 4) {
            s0 += a[i + k] * b[j + k];
            s1 += a[i + k + 1] * b[j + k + 1];
            s2 += a[i + k + 2] * b[j + k + 2];
            s3 += a[i + k + 3] * b[j + k + 3];
        }
        for (; k < n; k++) {
            s0 += a[i + k] * b[j + k];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Turns rows p and q against each other: {@code p' = c p − s q}, {@code q' = s p + c q}. */
    static void rotate(double[] a, int p, int q, int n, double c, double s) {
        for (int k = 0; k < n; k++) {
            double first = a[p + k];
            double second = a[q + k];
            a[p + k] = c * first - s * second;
            a[q + k] = s * first + c * second;
        }
    }

    /** {@code [m, n]} → {@code [n, m]}. */
    static double[] transposed(int m, int n, double[] a) {
        double[] t = new double[a.length];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                t[j * m + i] = a[i * n + j];
            }
        }
        return t;
    }

    static double[] times(double[] a, double factor) {
        double[] y = new double[a.length];
        java.util.Arrays.setAll(y, i -> a[i] * factor);
        return y;
    }

    /** A power of two near the largest magnitude, so that squares stay in range; 1 for zeros, not finite if an element is not. */
    static double scale(double[] a) {
        double largest = 0;
        for (double element : a) {
            largest = Math.max(largest, Math.abs(element));
        }
        return largest == 0 || !Double.isFinite(largest)
                ? largest + 1
                : Math.scalb(1.0, Math.clamp(Math.getExponent(largest), -1000, 1000));
    }

    /** Negates each column of u {@code [m, n]} whose entry of largest magnitude, the first of equals, is negative, and with it that row of vt. */
    static void fixSigns(int m, int n, double[] u, double[] vt) {
        for (int j = 0; j < n; j++) {
            double largest = 0;
            for (int i = 0; i < m; i++) {
                double element = u[i * n + j];
                if (Math.abs(element) > Math.abs(largest)) {
                    largest = element;
                }
            }
            if (largest < 0) {
                for (int i = 0; i < m; i++) {
                    u[i * n + j] = -u[i * n + j];
                }
                for (int k = 0; k < n; k++) {
                    vt[j * n + k] = -vt[j * n + k];
                }
            }
        }
    }
}
