package fovea.classic.neighbor;

import fovea.classic.Points;
import fovea.device.Region;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;

/**
 * The nearest by matrix products. What is compared is a key that grows with the distance, {@code ‖b‖² − 2 a·b} for L2 and {@code −a·b} for
 * cosine, of points moved to their mean, or made of length 1. Bytes less a whole number are exact in 16 bits, whose products some
 * processors form twice as fast.
 */
final class ProductSearch {
    /** Numbers of a block of points, 128 MB in single precision. */
    private static final int BLOCK = 1 << 25;

    /** Products of a block of queries with a block of points. */
    private static final int PRODUCTS = 1 << 22;

    /** Candidates beyond those asked for: at least so many, and half as many again. */
    private static final int SLACK = 8;

    /** Half the distance of single-precision numbers at 1: the largest rounding of one operation. */
    private static final double ROUNDING = Math.ulp(1f) / 2.0;

    /** Products beyond this may not be finite. */
    private static final double LARGEST = Float.MAX_VALUE / 4.0;

    private final Points points;
    private final Points queries;
    private final Metric metric;
    private final int k;
    private final Placing placing;
    private final boolean narrow;
    private final Found candidates;
    private final double[] reach;
    private double farthest;

    /** @param narrow whether bytes are multiplied in 16 bits */
    ProductSearch(Points points, Points queries, Metric metric, int k, boolean narrow) {
        this.points = points;
        this.queries = queries;
        this.metric = metric;
        this.k = k;
        this.placing = metric == Metric.COSINE ? Placing.onSphere() : Placing.around(points);
        this.narrow = metric == Metric.L2 && points instanceof Points.Bytes && narrow;
        this.candidates = new Found(queries.count(), Math.min(points.count(), k + Math.max(SLACK, k / 2)));
        this.reach = new double[queries.count()];
    }

    Neighbors nearest() {
        int rows = Math.clamp(BLOCK / points.size(), 1, points.count());
        int many = Math.clamp(PRODUCTS / rows, 1, queries.count());
        float[] products = new float[rows * many];
        for (int first = 0; first < points.count(); first += rows) {
            int from = first;
            int n = Math.min(rows, points.count() - from);
            Region.run(() -> block(from, n, many, products));
        }
        return measured();
    }

    private void block(int from, int n, int many, float[] products) {
        double[] squares = new double[n];
        Tensor b = placed(points, from, n, squares);
        farthest = Math.max(
                farthest,
                Math.sqrt(
                        IntStream.range(0, n).mapToDouble(i -> squares[i]).max().orElse(0)));
        double[] bias = metric == Metric.COSINE ? new double[n] : squares;
        for (int first = 0; first < queries.count(); first += many) {
            int query = first;
            int m = Math.min(many, queries.count() - query);
            Region.run(() -> {
                double[] mine = new double[m];
                Tensor a = placed(queries, query, m, mine);
                Tensor y = narrow ? a.wideLinear(b) : a.linear(b);
                y.copyTo(MemorySegment.ofArray(products).asSlice(0, y.spec().bytes()));
                for (int q = 0; q < m; q++) {
                    reach[query + q] = Math.sqrt(mine[q]);
                }
            });
            IntStream.range(0, m).parallel().forEach(q -> offer(query + q, from, n, bias, products, q * n));
        }
    }

    /** Points as the products want them, and the squares of their lengths. */
    private Tensor placed(Points of, int from, int n, double[] squares) {
        float[] values = of.floats(from, from + n);
        int size = of.size();
        IntStream.range(0, n).parallel().forEach(i -> squares[i] = placing.place(values, i * size, size));
        Tensor placed = Tensor.of(Shape.of(n, size), values);
        return narrow ? placed.cast(DType.BF16) : placed;
    }

    private void offer(int query, int from, int n, double[] bias, float[] products, int at) {
        double weight = metric == Metric.COSINE ? 1 : 2;
        double limit = candidates.limit(query);
        for (int i = 0; i < n; i++) {
            double key = bias[i] - weight * products[at + i];
            if (key < limit) {
                candidates.offer(query, from + i, key);
                limit = candidates.limit(query);
            }
        }
    }

    /** The candidates in their true order, and whoever cannot be sure of them anew. */
    private Neighbors measured() {
        Found found = new Found(queries.count(), k);
        IntStream.range(0, queries.count()).parallel().forEach(query -> {
            for (int place : candidates.of(query)) {
                found.offer(query, place, metric.between(queries, query, points, place));
            }
            if (!isSure(query, found.limit(query))) {
                found.forget(query);
                ExactSearch.scan(points, queries, metric, query, found);
            }
        });
        return found.neighbors();
    }

    /**
     * Whether a point that is no candidate is farther away than the last neighbor found, however its key was rounded. Not where products may
     * have been too large for single precision; and those too small for it count as lost.
     */
    private boolean isSure(int query, double last) {
        if (candidates.of(query).length == points.count()) {
            return true;
        }
        double key = candidates.limit(query);
        double a = reach[query];
        double sum = (points.size() + 4) * ROUNDING * 1.01; // relative error of a sum of products, in any order
        double lost = 2.0 * points.size() * Float.MIN_NORMAL;
        if (metric == Metric.COSINE) {
            return last < 1 + key - sum - 4 * ROUNDING - lost;
        }
        double error = 2 * sum * a * farthest + 4 * ROUNDING * (a + farthest) * (a + farthest) + lost;
        return a * farthest < LARGEST && last * last < key + a * a - error;
    }
}
