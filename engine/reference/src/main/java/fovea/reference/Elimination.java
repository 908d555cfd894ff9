package fovea.reference;

/**
 * A square matrix taken apart by Gaussian elimination, the row with the largest element first: {@code P A = L U}.
 *
 * @param factors L below the diagonal, whose own is all ones, and U on and above it, row-major
 * @param rows which row of A each row is
 * @param swapped 1 for an even permutation of the rows, −1 for an odd one
 */
record Elimination(int n, double[] factors, int[] rows, int swapped) {

    static Elimination of(int n, double[] a) {
        double[] lu = a.clone();
        int[] rows = new int[n];
        java.util.Arrays.setAll(rows, i -> i);
        int swapped = 1;
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                if (Math.abs(lu[i * n + k]) > Math.abs(lu[pivot * n + k])) {
                    pivot = i;
                }
            }
            if (pivot != k) {
                swap(n, lu, k, pivot);
                int row = rows[k];
                rows[k] = rows[pivot];
                rows[pivot] = row;
                swapped = -swapped;
            }
            if (lu[k * n + k] == 0) {
                continue;
            }
            for (int i = k + 1; i < n; i++) {
                double factor = lu[i * n + k] / lu[k * n + k];
                lu[i * n + k] = factor;
                Products.addRow(lu, i * n + k + 1, -factor, lu, k * n + k + 1, n - k - 1);
            }
        }
        return new Elimination(n, lu, rows, swapped);
    }

    private static void swap(int n, double[] a, int i, int j) {
        for (int k = 0; k < n; k++) {
            double element = a[i * n + k];
            a[i * n + k] = a[j * n + k];
            a[j * n + k] = element;
        }
    }

    /** The X with {@code A X = B}. */
    double[] solve(double[] b) {
        for (int k = 0; k < n; k++) {
            if (factors[k * n + k] == 0) {
                throw new MatrixException(
                        "singular: nothing is left of its column " + k,
                        "a.pinv().matmul(b), also called a.lstsq(b), takes singular matrices");
            }
        }
        int columns = n == 0 ? 0 : b.length / n;
        double[] permuted = new double[b.length];
        for (int i = 0; i < n; i++) {
            System.arraycopy(b, rows[i] * columns, permuted, i * columns, columns);
        }
        return Triangle.solve(n, factors, true, false, Triangle.solve(n, factors, false, true, permuted));
    }

    double determinant() {
        double product = swapped;
        for (int k = 0; k < n; k++) {
            product *= factors[k * n + k];
        }
        return product;
    }

    /** Of the determinant; 0 if it is 0. */
    double sign() {
        double product = swapped;
        for (int k = 0; k < n; k++) {
            product *= Math.signum(factors[k * n + k]);
        }
        return product;
    }

    /** The logarithm of its magnitude. */
    double logDeterminant() {
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += Math.log(Math.abs(factors[k * n + k]));
        }
        return sum;
    }
}
