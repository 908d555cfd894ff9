package fovea.tensor;

/** Elements fetched along one axis, each row by places of its own. */
final class Along {
    private Along() {}

    /** {@code y[a, i, c] = x[a, index[a, i, c], c]}, of shape {@code index}, whose other axes are those of x. */
    static Tensor take(Tensor x, int axis, Tensor index) {
        Shape to = index.shape();
        int n = x.shape().size(axis);
        int outer = 1;
        int inner = 1;
        for (int i = 0; i < to.rank(); i++) {
            outer *= i < axis ? to.size(i) : 1;
            inner *= i > axis ? to.size(i) : 1;
        }
        DType type = index.dtype();
        Tensor rows = range(outer, type).mul((double) n * inner).reshape(Shape.of(outer, 1, 1));
        Tensor places = index.reshape(Shape.of(outer, to.size(axis), inner))
                .mul(inner)
                .add(rows)
                .add(range(inner, type));
        Tensor flat = x.reshape(Shape.of(Math.toIntExact(x.shape().elements())));
        return flat.take(0, places.reshape(to));
    }

    static Selection select(Tensor x, int axis, Tensor index) {
        return new Selection(take(x, axis, index), index);
    }

    /** {@code 0, 1, … n − 1}. */
    static Tensor range(int n, DType type) {
        return new CumSum(0, false)
                .apply(Tensor.full(new Spec(Shape.of(n), type), 1))
                .sub(1);
    }

    /** Elements {@code from} to {@code to}, not included. */
    static Tensor part(Tensor x, int axis, int from, int to) {
        return from == 0 && to == x.shape().size(axis) ? x : x.slice(axis, from, to, 1);
    }

    /**
     * The same numbers in reverse order, so that the largest becomes the smallest: negated, or all bits turned over, which no integer is too
     * small for.
     */
    static Tensor reversed(Tensor x) {
        return x.dtype().isFloating() ? x.neg() : x.not();
    }
}
