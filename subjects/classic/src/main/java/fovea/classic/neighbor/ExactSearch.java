package fovea.classic.neighbor;

import fovea.classic.Points;
import fovea.tensor.ShapeException;
import java.util.stream.IntStream;

/**
 * Looks at every point, and finds the nearest for certain.
 *
 * <p>L2 and cosine are matrix products, {@code ‖a − b‖² = ‖a‖² + ‖b‖² − 2 a·b}, block after block in memory that does not grow with the
 * number of points. Products are rounded, so a few candidates more than asked for are kept, measured again in double precision, and taken
 * only where no rounding could have hidden a nearer point; otherwise that query is searched again without products. L1 between bytes is
 * summed in whole numbers, which Java's compiler turns into vector instructions. Either way the answer is that of {@link Metric} in a plain
 * loop, on every device.
 */
public record ExactSearch(Points points, Metric metric) implements Search {

    @Override
    public Neighbors nearest(Points queries, int k) {
        check(points, queries, k);
        if (metric == Metric.L1 && points instanceof Points.Bytes p && queries instanceof Points.Bytes q) {
            return ByteSums.nearest(p, q, k);
        }
        return points.getClass() == queries.getClass()
                ? nearestAlike(points, queries, k)
                : nearestAlike(points.toFloats(), queries.toFloats(), k);
    }

    private Neighbors nearestAlike(Points among, Points queries, int k) {
        if (metric != Metric.L1) {
            boolean narrow = among instanceof Points.Bytes && NarrowProducts.areFaster();
            return new ProductSearch(among, queries, metric, k, narrow).nearest();
        }
        Found found = new Found(queries.count(), k);
        IntStream.range(0, queries.count()).parallel().forEach(q -> scan(among, queries, metric, q, found));
        return found.neighbors();
    }

    /** Measures the distance from one query to every point. */
    static void scan(Points among, Points queries, Metric metric, int query, Found found) {
        for (int place = 0; place < among.count(); place++) {
            found.offer(query, place, metric.between(queries, query, among, place));
        }
    }

    /** Refuses what does not fit the points. */
    static void check(Points points, Points queries, int k) {
        if (queries.size() != points.size()) {
            throw new ShapeException(
                    "nearest",
                    "queries have %,d numbers and points %,d".formatted(queries.size(), points.size()),
                    "both must be of one space; resize the pictures, or compute the same features");
        }
        if (k < 1 || k > points.count()) {
            throw new ShapeException(
                    "nearest",
                    "the %,d nearest of %,d points".formatted(k, points.count()),
                    "ask for between 1 and all of them");
        }
    }
}
