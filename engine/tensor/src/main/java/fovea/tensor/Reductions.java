package fovea.tensor;

/** Methods of {@link Tensor} that fold axes away. Axes are counted from 0, or from the end if negative. */
public sealed interface Reductions permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    /** The sum over {@code axes}, which disappear. */
    default Tensor sum(int... axes) {
        Axes over = Axes.of(self().shape(), axes);
        return new Sum(over).apply(self()).reshape(self().shape().without(over));
    }

    /** The sum of all elements, shape {@code []}. */
    default Tensor sum() {
        return new Sum(Axes.all(self().shape().rank())).apply(self()).reshape(Shape.SCALAR);
    }

    /** The mean over {@code axes}, which disappear. */
    default Tensor mean(int... axes) {
        long n = self().shape().elements();
        long left = self().shape().without(Axes.of(self().shape(), axes)).elements();
        return sum(axes).mul(left / (double) n);
    }

    /** The mean of all elements, shape {@code []}. */
    default Tensor mean() {
        return sum().mul(1.0 / self().shape().elements());
    }

    /** The largest over {@code axes}, which disappear. */
    default Tensor max(int... axes) {
        Axes over = Axes.of(self().shape(), axes);
        return new Max(over).apply(self()).reshape(self().shape().without(over));
    }

    /** The logarithm of the softmax along the last axis. */
    default Tensor logSoftmax() {
        return new LogSoftmax().apply(self());
    }

    /** The softmax along the last axis, {@code e^xᵢ / Σⱼ e^xⱼ}. */
    default Tensor softmax() {
        return logSoftmax().exp();
    }
}
