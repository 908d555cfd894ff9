package fovea.tensor;

/** Methods of {@link Tensor} that find elements and fetch them by their places. */
public sealed interface Indexing permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    /** Slices along {@code axis} by their places; see {@link Take}. */
    default Tensor take(int axis, Tensor index) {
        return new Take(self().shape().axis(axis)).apply(self(), index);
    }

    /** The places of the elements in order along {@code axis}; see {@link Finding.Sort}. */
    default Tensor argsort(int axis, boolean descending) {
        return new Finding.Sort(self().shape().axis(axis), descending).apply(self());
    }
}
