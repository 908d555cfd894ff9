package fovea.classic.unlabeled;

import fovea.classic.Points;
import fovea.device.Region;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;

/**
 * Squared distances from points to centers as matrix products, a block of points at a time.
 *
 * @param centers {@code [K, size]}
 */
record CenterDistances(Points points, Points.Floats centers) {
    private static final int PRODUCTS = 1 << 22;
    private static final int NUMBERS = 1 << 24;

    /** The nearest center of each point, the first of several, and the square of how far it is. */
    void nearest(int[] nearest, double[] squares) {
        int k = centers.count();
        int size = centers.size();
        double[] lengths = lengths(centers.values(), k, size);
        int rows = Math.clamp(Math.min(PRODUCTS / k, NUMBERS / size), 1, points.count());
        float[] products = new float[rows * k];
        Region.run(() -> {
            Tensor c = Tensor.of(Shape.of(k, size), centers.values());
            for (int first = 0; first < points.count(); first += rows) {
                int from = first;
                int n = Math.min(rows, points.count() - from);
                float[] block = points.floats(from, from + n);
                Region.run(() -> {
                    Tensor y = Tensor.of(Shape.of(n, size), block).linear(c);
                    y.copyTo(MemorySegment.ofArray(products).asSlice(0, y.spec().bytes()));
                });
                IntStream.range(0, n).parallel().forEach(i -> {
                    int best = best(products, i * k, lengths);
                    nearest[from + i] = best;
                    squares[from + i] = between(block, i * size, best * size, size);
                });
            }
        });
    }

    private static int best(float[] products, int at, double[] lengths) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < lengths.length; c++) {
            double key = lengths[c] - 2.0 * products[at + c];
            if (key < least) {
                least = key;
                best = c;
            }
        }
        return best;
    }

    /** In double precision: the difference of rounded products would be mostly rounding where a point is near its center. */
    private double between(float[] block, int from, int center, int size) {
        double sum = 0;
        for (int d = 0; d < size; d++) {
            double difference = (double) block[from + d] - centers.values()[center + d];
            sum += difference * difference;
        }
        return sum;
    }

    private static double[] lengths(float[] values, int n, int size) {
        double[] squares = new double[n];
        IntStream.range(0, n).parallel().forEach(i -> {
            double sum = 0;
            for (int d = 0; d < size; d++) {
                sum += (double) values[i * size + d] * values[i * size + d];
            }
            squares[i] = sum;
        });
        return squares;
    }
}
