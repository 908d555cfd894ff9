package fovea.data;

import java.util.List;

/**
 * Along which directions the colors of a set vary most: eigenvectors of the covariance of red, green and blue over all pixels.
 *
 * @param variances eigenvalues on a scale of pixels from 0 to 1, the largest first
 * @param axes the eigenvector of each, of length 1, as red, green and blue
 */
public record ColorAxes(List<Double> variances, List<List<Double>> axes) {

    private static final int SWEEPS = 20;

    /** Checks that there are three of each. */
    public ColorAxes {
        variances = List.copyOf(variances);
        axes = axes.stream().map(List::copyOf).toList();
        if (variances.size() != 3 || axes.size() != 3 || axes.stream().anyMatch(axis -> axis.size() != 3)) {
            throw new IllegalArgumentException(
                    "color axes: %d variances, axes %s%n  give three variances and three axes of three"
                            .formatted(variances.size(), axes));
        }
    }

    /**
     * Measured on all pixels of a source, in integers and therefore alike on every machine.
     *
     * @throws DataException if its images are gray
     */
    public static ColorAxes of(Source source) {
        if (source.channels() != 3) {
            throw new DataException("color axes: the images are gray", "measure them on a set in color");
        }
        long[] sum = new long[3];
        long[] products = new long[9];
        long count = 0;
        for (int i = 0; i < source.size(); i++) {
            byte[] pixels = source.get(i).image().pixels();
            count += pixels.length / 3;
            for (int p = 0; p < pixels.length; p += 3) {
                for (int r = 0; r < 3; r++) {
                    int value = pixels[p + r] & 0xff;
                    sum[r] += value;
                    for (int c = 0; c <= r; c++) {
                        products[3 * r + c] += (long) value * (pixels[p + c] & 0xff);
                    }
                }
            }
        }
        return of(covariance(sum, products, count));
    }

    private static double[][] covariance(long[] sum, long[] products, long count) {
        double[][] covariance = new double[3][3];
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c <= r; c++) {
                double mean = (double) sum[r] / count * ((double) sum[c] / count);
                covariance[r][c] = ((double) products[3 * r + c] / count - mean) / (255.0 * 255.0);
                covariance[c][r] = covariance[r][c];
            }
        }
        return covariance;
    }

    /** Jacobi's rotations: each makes one element off the diagonal zero (Golub and Van Loan, "Matrix computations", section 8.5). */
    private static ColorAxes of(double[][] a) {
        double[][] v = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            rotate(a, v, 0, 1);
            rotate(a, v, 0, 2);
            rotate(a, v, 1, 2);
        }
        List<Integer> order = List.of(0, 1, 2).stream()
                .sorted((i, j) -> Double.compare(a[j][j], a[i][i]))
                .toList();
        return new ColorAxes(
                order.stream().map(i -> Math.max(0, a[i][i])).toList(),
                order.stream().map(i -> List.of(v[0][i], v[1][i], v[2][i])).toList());
    }

    private static void rotate(double[][] a, double[][] v, int p, int q) {
        if (a[p][q] == 0) {
            return;
        }
        double tau = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
        double cos = 1 / Math.sqrt(1 + t * t);
        double sin = t * cos;
        for (int k = 0; k < 3; k++) {
            double kp = a[k][p];
            a[k][p] = cos * kp - sin * a[k][q];
            a[k][q] = sin * kp + cos * a[k][q];
        }
        for (int k = 0; k < 3; k++) {
            double pk = a[p][k];
            a[p][k] = cos * pk - sin * a[q][k];
            a[q][k] = sin * pk + cos * a[q][k];
            double kp = v[k][p];
            v[k][p] = cos * kp - sin * v[k][q];
            v[k][q] = sin * kp + cos * v[k][q];
        }
    }

    /** The {@code i}-th largest variance. */
    double variance(int i) {
        return variances.get(i);
    }

    /** Channel {@code c} of the {@code i}-th axis. */
    double axis(int i, int c) {
        return axes.get(i).get(c);
    }
}
