package fovea.tensor;

/**
 * Methods of {@link Tensor} that put elements in order along an axis. Equal elements keep their order; not-a-numbers count as the largest.
 */
public sealed interface Ordering permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    /** The elements in order, and where each was. */
    default Selection sort(int axis, boolean descending) {
        int at = self().shape().axis(axis);
        return Along.select(self(), at, new Finding.Sort(at, descending).apply(self()));
    }

    /** The {@code k} largest in descending order, or the {@code k} smallest in ascending order, and where they were. */
    default Selection topk(int k, int axis, boolean largest) {
        int at = self().shape().axis(axis);
        int n = self().shape().size(at);
        if (k < 0 || k > n) {
            throw outside("topk", "k is " + k, "0 to " + n);
        }
        return Along.select(self(), at, Along.part(self().argsort(at, largest), at, 0, k));
    }

    /** The k-th smallest, counted from 1, and where it was; the axis disappears. */
    default Selection kthvalue(int k, int axis) {
        int at = self().shape().axis(axis);
        int n = self().shape().size(at);
        if (k < 1 || k > n) {
            throw outside("kthvalue", "k is " + k, "1 to " + n);
        }
        return Along.select(self(), at, Along.part(self().argsort(at, false), at, k - 1, k))
                .without(at);
    }

    private ShapeException outside(String operation, String what, String fits) {
        return new ShapeException(operation, "x is " + self().spec() + ", " + what, fits + " would fit");
    }

    /**
     * The median along an axis, which disappears, and where it was: of an even number the lower of the two in the middle, not-a-number if one
     * is among them (as PyTorch).
     */
    default Selection median(int axis) {
        return middle("median", self().shape().axis(axis), false);
    }

    /** The median of what is not not-a-number. */
    default Selection nanmedian(int axis) {
        return middle("nanmedian", self().shape().axis(axis), true);
    }

    private Selection middle(String operation, int axis, boolean withoutNan) {
        int n = self().shape().size(axis);
        if (n == 0) {
            throw new ShapeException(
                    operation, "x is " + self().spec(), "there is no middle of nothing along axis " + axis);
        }
        Tensor x = self().stopGradient();
        Tensor numbers = Folding.sum(x.eq(x).cast(DType.I32), new Axes(1 << axis));
        Tensor middle = numbers.sub(1).maximum(0).floorDivide(2);
        Tensor place = withoutNan ? middle : numbers.lt(n).where(numbers, middle);
        Tensor index = Along.take(self().argsort(axis, false), axis, place);
        return Along.select(self(), axis, index).without(axis);
    }

    /** The median of all elements, whose gradient all equal ones share (as PyTorch's). */
    default Tensor median() {
        return shared(flat().median(0).values());
    }

    /** The median of all elements that are not not-a-number. */
    default Tensor nanmedian() {
        return shared(flat().nanmedian(0).values());
    }

    private Tensor flat() {
        return self().reshape(Shape.of(Math.toIntExact(self().shape().elements())));
    }

    /** {@code value}, one of the elements, with a gradient for all that equal it. */
    private Tensor shared(Tensor value) {
        Tensor one = value.stopGradient();
        Tensor least =
                Broadcast.number(self().dtype().isFloating() ? Double.NEGATIVE_INFINITY : Integer.MIN_VALUE, self());
        Tensor equal = flat().eq(one).or(flat().isNan().and(one.isNan()));
        return equal.where(flat(), least).max();
    }

    /** The most frequent element along an axis, which disappears; the smallest of those, and the last place where it was. */
    default Selection mode(int axis) {
        int at = self().shape().axis(axis);
        int n = self().shape().size(at);
        if (n == 0) {
            throw new ShapeException("mode", "x is " + self().spec(), "nothing along axis " + at + " has no mode");
        }
        Tensor order = self().argsort(at, false);
        Tensor sorted = Along.take(self().stopGradient(), at, order);
        int[] sizes = new int[sorted.shape().rank()];
        java.util.Arrays.fill(sizes, 1);
        Tensor place =
                Along.range(n, DType.I32).reshape(Shape.of(sizes).with(at, n)).expand(sorted.shape());
        Tensor begins = new Concat(at)
                .apply(
                        Along.part(place, at, 0, 1).eq(0),
                        Along.part(sorted, at, 1, n).ne(Along.part(sorted, at, 0, n - 1)));
        Tensor since = begins.where(place, 0).cummax(at).values();
        Tensor longest = new Finding.ArgMax(at).apply(place.sub(since));
        return Along.select(self(), at, Along.take(order, at, longest)).without(at);
    }

    /** What a quantile is where it falls between two elements. */
    enum Between {
        /** In proportion to how near each is. */
        LINEAR,
        LOWER,
        HIGHER,
        /** The nearer; of two equally near, the one at an even place. */
        NEAREST,
        MIDPOINT
    }

    /**
     * Quantiles along an axis, which disappears: the elements at {@code q · (n − 1)} in ascending order, not-a-number if one is among them.
     *
     * <p>Shapes: {@code x [A, N, C]}, {@code q []} → {@code [A, C]}; {@code q [Q]} → {@code [Q, A, C]}.
     *
     * @param q between 0 and 1, of the type of this
     */
    default Tensor quantile(Tensor q, int axis, Between between) {
        return quantile(q, self().shape().axis(axis), between, false);
    }

    default Tensor quantile(double q, int axis) {
        if (!(q >= 0 && q <= 1)) {
            throw new ShapeException("quantile", "x is " + self().spec() + " and q is " + q, "q is 0 to 1");
        }
        return quantile(Broadcast.number(q, self()), axis, Between.LINEAR);
    }

    /** Quantiles of what is not not-a-number. */
    default Tensor nanquantile(Tensor q, int axis, Between between) {
        return quantile(q, self().shape().axis(axis), between, true);
    }

    private Tensor quantile(Tensor q, int axis, Between between, boolean withoutNan) {
        int rank = self().shape().rank();
        int n = self().shape().size(axis);
        if (q.shape().rank() > 1 || q.dtype() != self().dtype() || !q.dtype().isFloating() || n == 0) {
            throw new ShapeException(
                    "quantile",
                    "x is " + self().spec() + " and q is " + q.spec() + ", along axis " + axis,
                    n == 0
                            ? "nothing has no quantiles"
                            : "q is one number, or a row of them, of x's type, a floating-point one");
        }
        int[] last = new int[rank];
        for (int i = 0; i < rank; i++) {
            last[i] = i < axis ? i : i == rank - 1 ? axis : i + 1;
        }
        Tensor rows = self().permute(last).sort(-1, false).values();
        Tensor numbers = rows.eq(rows).cast(rows.dtype()).sum(-1).unsqueeze(-1);
        Tensor rank01 = q.reshape(Shape.of(Math.toIntExact(q.shape().elements())));
        Tensor whole = numbers.lt(n).where(n - 1.0, rank01.mul(n - 1.0));
        Tensor place = withoutNan ? rank01.mul(numbers.sub(1).maximum(0)) : whole;
        Tensor found = at(rows, place, between);
        int[] first = new int[rank];
        for (int i = 0; i < rank; i++) {
            first[i] = i == 0 ? rank - 1 : i - 1;
        }
        Tensor y = found.permute(first);
        return q.shape().rank() == 1 ? y : y.reshape(self().shape().without(new Axes(1 << axis)));
    }

    /** The elements of sorted rows at places that need not be whole. */
    private static Tensor at(Tensor rows, Tensor place, Between between) {
        Tensor below = whole(rows, place.floor());
        return switch (between) {
            case LOWER -> below;
            case HIGHER -> whole(rows, place.ceil());
            case NEAREST -> whole(rows, place.round());
            case LINEAR -> below.lerp(whole(rows, place.ceil()), place.sub(place.floor()));
            case MIDPOINT -> below.lerp(whole(rows, place.ceil()), 0.5);
        };
    }

    private static Tensor whole(Tensor rows, Tensor place) {
        return Along.take(rows, rows.shape().rank() - 1, place.cast(DType.I32));
    }
}
