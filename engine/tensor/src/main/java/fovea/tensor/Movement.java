package fovea.tensor;

/** Methods of {@link Tensor} that move elements without changing them. */
public sealed interface Movement permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    default Tensor reshape(Shape to) {
        return to.equals(self().shape()) ? self() : new Reshape(to).apply(self());
    }

    /** Keeps axis 0 and joins all others, {@code [N, C, H, W]} → {@code [N, C·H·W]}. */
    default Tensor flatten() {
        Shape from = self().shape();
        int n = from.size(0);
        return reshape(Shape.of(n, n == 0 ? 0 : Math.toIntExact(from.elements() / n)));
    }

    /** Repeats axes of size 1 up to {@code to}, which has as many axes. */
    default Tensor expand(Shape to) {
        return to.equals(self().shape()) ? self() : new Expand(to).apply(self());
    }

    /** Adds axes in front, then repeats axes of size 1, as NumPy's broadcasting. */
    default Tensor broadcastTo(Shape to) {
        int missing = to.rank() - self().shape().rank();
        if (missing < 0) {
            throw new ShapeException(
                    "broadcastTo", self().shape() + " to " + to, "broadcasting adds axes in front and takes none away");
        }
        int[] sizes = new int[to.rank()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = i < missing ? 1 : self().shape().size(i - missing);
        }
        return reshape(Shape.of(sizes)).expand(to);
    }

    /** The axes in another order, negative ones counted from the end; see {@link Permute}. */
    default Tensor permute(int... order) {
        int[] from0 = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            from0[i] = self().shape().axis(order[i]);
        }
        return new Permute(Shape.of(from0)).apply(self());
    }

    /** Swaps the last two axes. */
    default Tensor transpose() {
        int rank = self().shape().rank();
        if (rank < 2) {
            throw new ShapeException("transpose", "x is " + self().shape(), "it needs two axes or more");
        }
        int[] order = new int[rank];
        for (int i = 0; i < rank; i++) {
            order[i] = i;
        }
        order[rank - 2] = rank - 1;
        order[rank - 1] = rank - 2;
        return permute(order);
    }

    /** Elements {@code from} to {@code to}, not included, along {@code axis}, every {@code step}-th. */
    default Tensor slice(int axis, int from, int to, int step) {
        Shape x = self().shape();
        int at = x.axis(axis);
        if (from < 0 || to < from || to > x.size(at) || step < 1) {
            throw new ShapeException(
                    "slice",
                    "%d to %d in steps of %d along axis %d of %s".formatted(from, to, step, axis, x),
                    "from 0 to %d in steps of 1 or more would fit".formatted(x.size(at)));
        }
        Shape none = Shape.of(new int[x.rank()]);
        int[] steps = new int[x.rank()];
        java.util.Arrays.fill(steps, 1);
        steps[at] = step;
        return new Slice(none.with(at, from), x.with(at, Math.ceilDiv(to - from, step)), Shape.of(steps)).apply(self());
    }

    /** Zeros before and after along {@code axis}. */
    default Tensor pad(int axis, int before, int after) {
        if (before < 0 || after < 0) {
            throw new ShapeException(
                    "pad",
                    before + " before and " + after + " after",
                    "paddings are 0 or more; slice takes elements away");
        }
        Shape none = Shape.of(new int[self().shape().rank()]);
        return new Pad(none.with(axis, before), none.with(axis, after), none).apply(self());
    }
}
