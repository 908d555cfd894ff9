package fovea.tensor;

/**
 * Methods of {@link Tensor} that read and write at places. None changes a tensor: what writes gives a new one. Places are {@code i32} or
 * {@code i64}; negative ones count from the end, and one outside is refused when it is met.
 */
public sealed interface Indexing permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    /** What these indices name, as NumPy's square brackets; see {@link Index}. */
    default Tensor get(Index... at) {
        return new Subscript("get", self().shape(), at).of(self());
    }

    /** What is at these places along the first axes, which disappear; {@code x.get(0)} is the first row. */
    default Tensor get(int... places) {
        return get(java.util.Arrays.stream(places).mapToObj(Index::at).toArray(Index[]::new));
    }

    /** What these indices name, written as between Python's brackets, such as {@code "1:3, ..., None, {}"}; see {@link Index#parse}. */
    default Tensor get(String at, Tensor... arrays) {
        return get(Index.parse(at, arrays));
    }

    /**
     * This with {@code values}, which are broadcast, in place of what these indices name. Of several written to one place the last stays,
     * and only it has a gradient.
     */
    default Tensor with(Tensor values, Index... at) {
        return new Subscript("with", self().shape(), at).replaced(self(), values, false);
    }

    /** This with {@code value} in place of what these indices name. */
    default Tensor with(double value, Index... at) {
        return with(Tensor.full(new Spec(Shape.SCALAR, self().dtype()), value), at);
    }

    /** This with {@code values} in place of what these indices, written as between Python's brackets, name. */
    default Tensor with(Tensor values, String at, Tensor... arrays) {
        return with(values, Index.parse(at, arrays));
    }

    /** This with {@code values}, which are broadcast, added to what these indices name, as often as they name it. */
    default Tensor withAdded(Tensor values, Index... at) {
        return new Subscript("withAdded", self().shape(), at).replaced(self(), values, true);
    }

    /** Slices along {@code axis} by their places; see {@link Take}. */
    default Tensor take(int axis, Tensor index) {
        return new Take(self().shape().axis(axis)).apply(self(), index);
    }

    /** Elements by their places in row-major order, in the shape of {@code index}. */
    default Tensor takeFlat(Tensor index) {
        return Positions.flat(self()).take(0, index);
    }

    /** This with {@code values} at these places in row-major order; the last of several written to one place stays. */
    default Tensor putFlat(Tensor index, Tensor values) {
        Tensor places = Positions.within("putFlat", index, 0, Positions.count("putFlat", self().shape()));
        return Positions.write("putFlat", self(), places, values.reshape(index.shape()));
    }

    /** This with {@code values} added at these places in row-major order. */
    default Tensor putFlatAdded(Tensor index, Tensor values) {
        Tensor places = Positions.within("putFlatAdded", index, 0, Positions.count("putFlatAdded", self().shape()));
        return Positions.add("putFlatAdded", self(), places, values.reshape(index.shape()));
    }

    /**
     * One element for each of the index, by its place along {@code axis}: {@code y[i, j] = x[index[i, j], j]} for axis 0 (PyTorch's
     * {@code gather}). The index may be smaller than x along the other axes; {@link #takeAlong} repeats it there instead.
     */
    default Tensor gather(int axis, Tensor index) {
        return Scatter.of("gather", self(), axis, index).read();
    }

    /** {@link #gather} with x and the index broadcast to each other along all other axes; NumPy's {@code take_along_axis}. */
    default Tensor takeAlong(int axis, Tensor index) {
        return Scatter.broadcast(self(), self().shape().axis(axis), index);
    }

    /**
     * This with {@code y[index[i, j], j] = values[i, j]}, for axis 0. Values may be larger than the index, what is beyond it is not looked at.
     * Of several written to one place the last stays, and only it has a gradient.
     */
    default Tensor scatter(int axis, Tensor index, Tensor values) {
        return Scatter.of("scatter", self(), axis, index).write(values);
    }

    /** This with {@code value} at {@code y[index[i, j], j]}, for axis 0. */
    default Tensor scatter(int axis, Tensor index, double value) {
        return scatter(axis, index, Tensor.full(self().spec().with(index.shape()), value));
    }

    /** This with {@code values[i, j]} added to {@code y[index[i, j], j]}, for axis 0. */
    default Tensor scatterAdd(int axis, Tensor index, Tensor values) {
        return Scatter.of("scatterAdd", self(), axis, index).add(values);
    }

    /** This with all {@code values[i, j]} of one place {@code y[index[i, j], j]}, for axis 0, folded together; see {@link Fold}. */
    default Tensor scatterReduce(int axis, Tensor index, Tensor values, Fold fold, boolean includeSelf) {
        return Scatter.of("scatterReduce", self(), axis, index).fold(values, fold, includeSelf);
    }

    /** This with {@code alpha} times the slices of {@code values} along {@code axis} added to those that the index {@code [n]} names. */
    default Tensor indexAdd(int axis, Tensor index, Tensor values, double alpha) {
        int at = self().shape().axis(axis);
        Tensor spread = Scatter.slices("indexAdd", self(), at, index, values);
        Tensor scaled = alpha == 1 ? values : values.mul(alpha);
        return Positions.add("indexAdd", self(), spread, scaled);
    }

    /** This with the slices of {@code values} along {@code axis} added to those that the index {@code [n]} names. */
    default Tensor indexAdd(int axis, Tensor index, Tensor values) {
        return indexAdd(axis, index, values, 1);
    }

    /** This with the slices of {@code values} along {@code axis} in place of those that the index {@code [n]} names; the last stays. */
    default Tensor indexCopy(int axis, Tensor index, Tensor values) {
        Tensor spread = Scatter.slices("indexCopy", self(), self().shape().axis(axis), index, values);
        return Positions.write("indexCopy", self(), spread, values);
    }

    /** This with {@code value} in the slices along {@code axis} that the index {@code [n]} names. */
    default Tensor indexFill(int axis, Tensor index, double value) {
        int at = self().shape().axis(axis);
        Shape slices = Take.replaced(self().shape(), at, index.shape().rank() == 0 ? Shape.of(1) : index.shape());
        return indexCopy(axis, index, Tensor.full(self().spec().with(slices), value));
    }

    /** This with the slices of {@code values} along {@code axis} folded into those that the index {@code [n]} names; see {@link Fold}. */
    default Tensor indexReduce(int axis, Tensor index, Tensor values, Fold fold, boolean includeSelf) {
        Tensor spread = Scatter.slices("indexReduce", self(), self().shape().axis(axis), index, values);
        return new Scatter("indexReduce", self(), spread).fold(values, fold, includeSelf);
    }

    /** The elements where the mask, which is broadcast, is true, {@code [n]}; the mask is read. */
    default Tensor maskedSelect(Tensor mask) {
        Shape all = Shape.common("maskedSelect", self().shape(), mask.shape());
        return self().broadcastTo(all)
                .get(Index.of(Masks.checked("maskedSelect", mask).broadcastTo(all)));
    }

    /** This with {@code value} where the mask, which is broadcast, is true. */
    default Tensor maskedFill(Tensor mask, double value) {
        return Masks.checked("maskedFill", mask).where(value, self());
    }

    /** This with {@code value}, a scalar, where the mask, which is broadcast, is true. */
    default Tensor maskedFill(Tensor mask, Tensor value) {
        return Masks.checked("maskedFill", mask).where(value, self());
    }

    /** This with the elements of {@code values}, one after the other in row-major order, where the mask, which is broadcast, is true. */
    default Tensor maskedScatter(Tensor mask, Tensor values) {
        Positions.sameType("maskedScatter", self(), values);
        Shape all = Shape.common("maskedScatter", self().shape(), mask.shape());
        if (values.shape().elements() == 0 && mask.nonzero().shape().size(0) == 0) {
            return self().broadcastTo(all);
        }
        Tensor kept = Masks.checked("maskedScatter", mask).broadcastTo(all);
        Tensor turns = new CumSum(0, false)
                .apply(Positions.flat(kept).cast(DType.I32))
                .sub(1)
                .maximum(0);
        return kept.where(Positions.flat(values).take(0, turns).reshape(all), self());
    }

    /** The places of all elements that are not 0, one a row, in row-major order, {@code i32 [n, rank]}; the elements are read. */
    default Tensor nonzero() {
        int[][] places = Masks.places(self().dtype() == DType.BOOL ? self() : self().ne(0));
        int n = places.length == 0 ? (self().ne(0).toBooleans()[0] ? 1 : 0) : places[0].length;
        int[] rows = new int[n * places.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = places[i % places.length][i / places.length];
        }
        return Tensor.of(Shape.of(n, places.length), rows);
    }

    /** The places of the elements in order along {@code axis}; see {@link Finding.Sort}. */
    default Tensor argsort(int axis, boolean descending) {
        return new Finding.Sort(self().shape().axis(axis), descending).apply(self());
    }
}
