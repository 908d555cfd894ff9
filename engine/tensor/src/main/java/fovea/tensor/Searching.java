package fovea.tensor;

/** Methods of {@link Tensor} that look elements up, count them, and tell the different from the equal. */
public sealed interface Searching permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    /**
     * Where each of {@code values} would be put into these sorted rows: how many elements are smaller, or not larger if {@code right}.
     *
     * <p>Shapes: sorted {@code [N]} and any values, or sorted {@code [..., N]} and values {@code [..., M]}; → y like values, {@code i32}.
     */
    default Tensor searchsorted(Tensor values, boolean right) {
        Op op = new Finding.SearchSorted(right);
        if (self().shape().rank() != 1) {
            return op.apply(self(), values);
        }
        return op.apply(self(), row(values)).reshape(values.shape());
    }

    /** The number of the bin that each element falls into, between rising {@code boundaries [N]}: 0 to N; a boundary belongs to the bin below. */
    default Tensor bucketize(Tensor boundaries, boolean right) {
        return boundaries.searchsorted(self(), right);
    }

    private static Tensor row(Tensor x) {
        return x.reshape(Shape.of(Math.toIntExact(x.shape().elements())));
    }

    /**
     * What is different among elements or slices.
     *
     * @param values each once
     * @param inverse where each element or slice went, {@code i32}
     * @param counts how often each was there, {@code i64}
     */
    record Unique(Tensor values, Tensor inverse, Tensor counts) {}

    /**
     * The different elements in ascending order; no two not-a-numbers are equal. The number of them is read, so that a traced function
     * cannot ask.
     *
     * <p>Shapes: {@code x [any]} → values {@code [U]}, inverse {@code [any]}, counts {@code [U]}.
     */
    default Unique unique() {
        Tensor all = row(self());
        Tensor order = all.argsort(0, false);
        Unique found = Groups.of(all.take(0, order), Groups.changes(all.take(0, order)), order);
        return new Unique(found.values(), found.inverse().reshape(self().shape()), found.counts());
    }

    /** The different slices along {@code axis} in ascending order, compared element by element. */
    default Unique unique(int axis) {
        int at = self().shape().axis(axis);
        Tensor slices = Groups.slices(self(), at);
        Tensor order = Groups.order(slices);
        Unique found = Groups.of(slices.take(0, order), Groups.changes(slices.take(0, order)), order);
        return new Unique(Groups.joined(found.values(), self().shape(), at), found.inverse(), found.counts());
    }

    /** One element of each run of equal ones, in the order they have. */
    default Unique uniqueConsecutive() {
        Tensor all = row(self());
        Unique found =
                Groups.of(all, Groups.changes(all), Along.range(all.shape().size(0), DType.I32));
        return new Unique(found.values(), found.inverse().reshape(self().shape()), found.counts());
    }

    /** One of each run of equal slices along {@code axis}, in the order they have. */
    default Unique uniqueConsecutive(int axis) {
        int at = self().shape().axis(axis);
        Tensor slices = Groups.slices(self(), at);
        Unique found = Groups.of(
                slices, Groups.changes(slices), Along.range(slices.shape().size(0), DType.I32));
        return new Unique(Groups.joined(found.values(), self().shape(), at), found.inverse(), found.counts());
    }

    /** Whether each element is one of {@code among}; {@code bool}. */
    default Tensor isIn(Tensor among) {
        Tensor members = row(among);
        int n = members.shape().size(0);
        if (n == 0) {
            return Tensor.full(new Spec(self().shape(), DType.BOOL), 0);
        }
        Tensor sorted = members.sort(0, false).values();
        Tensor place = sorted.searchsorted(self(), false).minimum(n - 1);
        return sorted.take(0, place).eq(self());
    }

    /**
     * How often each whole number from 0 is there, up to the largest, or to {@code least − 1} if that is more. The largest is read, so that
     * a traced function cannot ask.
     *
     * <p>Shapes: integers {@code [N]} → {@code [U]}, {@code i64}.
     */
    default Tensor bincount(int least) {
        return weights(Tensor.full(new Spec(self().shape(), DType.I64), 1), least);
    }

    /** The sum of the {@code weights} of each whole number from 0; see {@link #bincount}. */
    default Tensor bincount(Tensor weights, int least) {
        return weights(weights, least);
    }

    private Tensor weights(Tensor weights, int least) {
        boolean fits = self().dtype().isInteger()
                && self().shape().rank() == 1
                && self().shape().equals(weights.shape());
        if (!fits || (self().shape().size(0) > 0 && self().min().item() < 0)) {
            throw new ShapeException(
                    "bincount",
                    "x is " + self().spec() + " and the weights are " + weights.spec(),
                    "x is a row of integers, none negative, each with a weight");
        }
        int size = self().shape().size(0) == 0
                ? least
                : Math.max(least, (int) self().max().item() + 1);
        Tensor index = self().dtype().isIndex() ? self() : self().cast(DType.I32);
        return new IndexAdd(0, size).apply(weights, index);
    }

    /**
     * How many elements fall into each of {@code bins} equal bins from {@code min} to {@code max}, the last of which has its upper edge; if
     * those are equal, from the smallest element to the largest. Elements outside are left out.
     *
     * <p>Shapes: {@code x [any]} → {@code [bins]}, of x's type.
     */
    default Tensor histc(int bins, double min, double max) {
        return Histograms.of(row(self()), Tensor.full(row(self()).spec(), 1), Histograms.edges(self(), bins, min, max));
    }

    /**
     * The sum of the {@code weights} of the elements in each bin between rising {@code edges}, the last of which has its upper edge.
     *
     * <p>Shapes: {@code x [any]}, weights alike, edges {@code [bins + 1]} → {@code [bins]}.
     */
    default Tensor histogram(Tensor edges, Tensor weights) {
        return Histograms.of(row(self()), row(weights), edges);
    }
}
