package fovea.tensor;

/** Elements counted in bins. */
final class Histograms {
    private Histograms() {}

    /** {@code bins + 1} equally spaced edges; where min and max are equal, around the elements, or around that number if all are one. */
    static Tensor edges(Tensor x, int bins, double min, double max) {
        if (bins < 1 || !(min <= max)) {
            throw new ShapeException(
                    "histc",
                    bins + " bins from " + min + " to " + max,
                    "bins are 1 or more, and the first edge is not above the last");
        }
        double from = min;
        double to = max;
        if (from == to && x.shape().elements() > 0) {
            from = x.min().item();
            to = x.max().item();
        }
        if (from == to) {
            from -= 1;
            to += 1;
        }
        double[] edges = new double[bins + 1];
        for (int i = 0; i <= bins; i++) {
            edges[i] = i < bins ? from + i * (to - from) / bins : to;
        }
        return Tensor.of(Shape.of(bins + 1), edges);
    }

    static Tensor of(Tensor x, Tensor weights, Tensor edges) {
        int bins = edges.shape().size(0) - 1;
        Tensor exact = x.cast(DType.F64);
        Tensor last = Along.part(edges, 0, bins, bins + 1).cast(DType.F64);
        Tensor first = Along.part(edges, 0, 0, 1).cast(DType.F64);
        Tensor inside = exact.ge(first).and(exact.le(last));
        Tensor bin = edges.cast(DType.F64).searchsorted(exact, true).sub(1).minimum(bins - 1);
        return new IndexAdd(0, bins).apply(inside.where(weights, 0), inside.where(bin, 0));
    }
}
