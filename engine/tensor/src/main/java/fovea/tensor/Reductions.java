package fovea.tensor;

import java.util.function.BiFunction;

/**
 * Methods of {@link Tensor} that fold axes away. Axes are counted from 0, or from the end if negative; without any, all elements are folded
 * to one, shape {@code []}. {@code x.mean(0, 2).unsqueeze(0, 2)} keeps the axes, with size 1.
 */
public sealed interface Reductions permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    private Tensor fold(BiFunction<Tensor, Axes, Tensor> folding, int... axes) {
        Axes over = Axes.of(self().shape(), axes);
        return folding.apply(self(), over).reshape(self().shape().without(over));
    }

    private Tensor foldAll(BiFunction<Tensor, Axes, Tensor> folding) {
        return folding.apply(self(), Axes.all(self().shape().rank())).reshape(Shape.SCALAR);
    }

    /** The result of a fold with the axes that it folded put back, with size 1. */
    default Tensor unsqueeze(int... axes) {
        int[] sizes = new int[self().shape().rank() + axes.length];
        Axes added = Axes.of(Shape.of(sizes), axes);
        int next = 0;
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = added.contains(i) ? 1 : self().shape().size(next++);
        }
        return self().reshape(Shape.of(sizes));
    }

    /** The sum over {@code axes}; see {@link Sum}. */
    default Tensor sum(int... axes) {
        return fold(Folding::sum, axes);
    }

    default Tensor sum() {
        return foldAll(Folding::sum);
    }

    /** The mean over {@code axes}; of nothing it is not-a-number. */
    default Tensor mean(int... axes) {
        return fold(Folding::mean, axes);
    }

    default Tensor mean() {
        return foldAll(Folding::mean);
    }

    /** The product over {@code axes}, 1 of nothing. Gradient: the product of the others, right also where some are 0. */
    default Tensor prod(int... axes) {
        return fold(Folding::prod, axes);
    }

    default Tensor prod() {
        return foldAll(Folding::prod);
    }

    /** The largest over {@code axes}, whose gradient all of the largest share equally (as PyTorch's {@code amax}); see {@link Max}. */
    default Tensor max(int... axes) {
        return fold(Folding::max, axes);
    }

    default Tensor max() {
        return foldAll(Folding::max);
    }

    /** The smallest over {@code axes}, whose gradient all of the smallest share equally (as PyTorch's {@code amin}). */
    default Tensor min(int... axes) {
        return fold(Folding::min, axes);
    }

    default Tensor min() {
        return foldAll(Folding::min);
    }

    /** The largest along an axis, and where it is: the first of equals, which has the gradient (as PyTorch's {@code max} of one axis). */
    default Selection largest(int axis) {
        int at = self().shape().axis(axis);
        return Along.select(self(), at, new Finding.ArgMax(at).apply(self())).without(at);
    }

    /** The smallest along an axis, and where it is: the first of equals, which has the gradient. */
    default Selection smallest(int axis) {
        int at = self().shape().axis(axis);
        return Along.select(self(), at, new Finding.ArgMax(at).apply(Along.reversed(self())))
                .without(at);
    }

    /** Where the largest is along an axis; see {@link Finding.ArgMax}. */
    default Tensor argmax(int axis) {
        int at = self().shape().axis(axis);
        return new Finding.ArgMax(at).apply(self()).reshape(self().shape().without(new Axes(1 << at)));
    }

    /** Where the largest of all elements is, counted in row-major order. */
    default Tensor argmax() {
        return self().reshape(Shape.of(Math.toIntExact(self().shape().elements())))
                .argmax(0);
    }

    /** Where the smallest is along an axis: the first of equals, the first not-a-number if there is one. */
    default Tensor argmin(int axis) {
        return Along.reversed(self()).argmax(axis);
    }

    /** Where the smallest of all elements is, counted in row-major order. */
    default Tensor argmin() {
        return Along.reversed(self()).argmax();
    }

    /** {@code ln Σ eˣ} over {@code axes}, without overflow between; {@code −∞} of nothing. */
    default Tensor logsumexp(int... axes) {
        return fold(Folding::logsumexp, axes);
    }

    default Tensor logsumexp() {
        return foldAll(Folding::logsumexp);
    }

    /** The variance over {@code axes}, {@code Σ (x − mean)² / (n − 1)}: PyTorch's default, an estimate without bias. */
    default Tensor var(int... axes) {
        return varCorrected(1, axes);
    }

    default Tensor var() {
        return foldAll((x, over) -> Folding.var(x, over, 1));
    }

    /** The variance over {@code axes}, {@code Σ (x − mean)² / (n − correction)}. */
    default Tensor varCorrected(double correction, int... axes) {
        return fold((x, over) -> Folding.var(x, over, correction), axes);
    }

    /** The standard deviation over {@code axes}, the root of {@link #var}; its gradient is 0 where it is 0. */
    default Tensor std(int... axes) {
        return stdCorrected(1, axes);
    }

    default Tensor std() {
        return Folding.root(var());
    }

    /** The root of {@link #varCorrected}. */
    default Tensor stdCorrected(double correction, int... axes) {
        return Folding.root(varCorrected(correction, axes));
    }

    /**
     * The p-norm over {@code axes}, {@code (Σ |x|ᵖ)^(1/p)}: of 0 the number of elements that are not 0, of ±∞ the largest or smallest size.
     * Its gradient is 0 where x is 0 and where the norm is.
     */
    default Tensor norm(double p, int... axes) {
        return fold((x, over) -> Folding.norm(x, p, over), axes);
    }

    /** The p-norm of all elements. */
    default Tensor norm(double p) {
        return foldAll((x, over) -> Folding.norm(x, p, over));
    }

    /** Whether any element over {@code axes} is not 0; {@code bool}. */
    default Tensor any(int... axes) {
        return truth().max(axes);
    }

    default Tensor any() {
        return truth().max();
    }

    /** Whether all elements over {@code axes} are not 0; {@code bool}. */
    default Tensor all(int... axes) {
        return truth().min(axes);
    }

    default Tensor all() {
        return truth().min();
    }

    private Tensor truth() {
        return self().dtype() == DType.BOOL ? self() : self().ne(0);
    }

    /** How many elements over {@code axes} are not 0; {@code i64}. */
    default Tensor countNonzero(int... axes) {
        return truth().cast(DType.I64).sum(axes);
    }

    default Tensor countNonzero() {
        return truth().cast(DType.I64).sum();
    }

    /** The sum over {@code axes} of what is not not-a-number. */
    default Tensor nansum(int... axes) {
        return self().isNan().where(0, self()).sum(axes);
    }

    default Tensor nansum() {
        return self().isNan().where(0, self()).sum();
    }

    /** The mean over {@code axes} of what is not not-a-number. */
    default Tensor nanmean(int... axes) {
        return nansum(axes).div(self().eq(self()).cast(self().dtype()).sum(axes));
    }

    default Tensor nanmean() {
        return nansum().div(self().eq(self()).cast(self().dtype()).sum());
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
