package fovea.tensor;

/** Runs of equal elements or slices, along axis 0. */
final class Groups {
    private Groups() {}

    /** The slices along an axis as rows, {@code [N, elements of a slice]}. */
    static Tensor slices(Tensor x, int axis) {
        int n = x.shape().size(axis);
        int each = n == 0 ? 0 : Math.toIntExact(x.shape().elements() / n);
        return Folding.inFront(x, new Axes(1 << axis)).reshape(Shape.of(n, each));
    }

    /** Rows as slices along an axis of {@code like}. */
    static Tensor joined(Tensor rows, Shape like, int axis) {
        Shape inFront = front(like, axis);
        Tensor slices = rows.reshape(inFront.with(0, rows.shape().size(0)));
        int[] back = new int[like.rank()];
        for (int i = 0; i < back.length; i++) {
            back[i] = i < axis ? i + 1 : i == axis ? 0 : i;
        }
        return slices.permute(back);
    }

    private static Shape front(Shape like, int axis) {
        int[] sizes = new int[like.rank()];
        sizes[0] = like.size(axis);
        for (int i = 1; i < sizes.length; i++) {
            sizes[i] = like.size(i <= axis ? i - 1 : i);
        }
        return Shape.of(sizes);
    }

    /** Rows in ascending order: sorted by their last element first, and by their first element last, since sorting keeps the order of equals. */
    static Tensor order(Tensor rows) {
        Tensor order = Along.range(rows.shape().size(0), DType.I32);
        for (int i = rows.shape().size(1) - 1; i >= 0; i--) {
            Tensor column =
                    Along.part(rows, 1, i, i + 1).reshape(Shape.of(rows.shape().size(0)));
            order = order.take(0, column.take(0, order).argsort(0, false));
        }
        return order;
    }

    /** Whether each element or row differs from the one before it; the first does not. {@code i32}. */
    static Tensor changes(Tensor x) {
        int n = x.shape().size(0);
        if (n == 0) {
            return Tensor.full(new Spec(Shape.of(0), DType.I32), 0);
        }
        Tensor other = Along.part(x, 0, 1, n).ne(Along.part(x, 0, 0, n - 1));
        Tensor any = x.shape().rank() == 1 ? other : other.any(1);
        return new Concat(0)
                .apply(Tensor.full(new Spec(Shape.of(1), DType.BOOL), 0), any)
                .cast(DType.I32);
    }

    /** One of each run of {@code x}, whose elements stood at {@code order} before. */
    static Searching.Unique of(Tensor x, Tensor changes, Tensor order) {
        int n = x.shape().size(0);
        Tensor group = changes.cumsum(0);
        int groups = n == 0 ? 0 : (int) Along.part(group, 0, n - 1, n).item() + 1;
        Tensor values = x.take(0, new Finding.LastIndex(groups).apply(group));
        Tensor inverse = new IndexAdd(0, n).apply(group, order);
        Tensor counts = new IndexAdd(0, groups).apply(Tensor.full(new Spec(Shape.of(n), DType.I64), 1), group);
        return new Searching.Unique(values, inverse, counts);
    }
}
