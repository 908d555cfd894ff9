package fovea.nn.loss;

import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.stream.IntStream;

/**
 * The p-norm of the difference of each two vectors, {@code (Σ |a − b + ε|ᵖ)^(1/p)} (PyTorch's {@code pairwise_distance}). For p = 0 it is how
 * many elements differ, for infinity the largest difference, for minus infinity the smallest.
 *
 * <p>Gradient: that of the norm, 0 where the norm or the difference is 0; infinities share it among the elements that are largest.
 *
 * <p>Shapes: {@code [..., D]}, broadcast to each other from the right → {@code [...]}, or {@code [..., 1]} if the axis is kept.
 *
 * @param eps ε, added to each difference, which keeps equal vectors from a norm without a gradient
 * @param keepAxis whether the last axis stays with size 1
 */
public record PairwiseDistance(double p, double eps, boolean keepAxis) implements Distance {

    /** Euclidean, with an ε of 10⁻⁶. */
    public PairwiseDistance() {
        this(2, 1e-6, false);
    }

    public PairwiseDistance withP(double to) {
        return new PairwiseDistance(to, eps, keepAxis);
    }

    public PairwiseDistance withEps(double to) {
        return new PairwiseDistance(p, to, keepAxis);
    }

    public PairwiseDistance withKeepAxis(boolean to) {
        return new PairwiseDistance(p, eps, to);
    }

    @Override
    public Tensor between(Tensor a, Tensor b) {
        Shape all = Fits.common(a.shape(), b.shape());
        if (all == null || all.rank() == 0 || !a.dtype().isFloating() || a.dtype() != b.dtype()) {
            throw new ShapeException(
                    "pairwiseDistance",
                    "a is " + a.spec() + " and b is " + b.spec(),
                    "both must be [..., D] of one floating-point type, and broadcast to each other from the right");
        }
        Tensor d = a.sub(b);
        Tensor norm = norm(eps == 0 ? d : d.add(eps), p);
        return keepAxis ? norm.reshape(d.shape().with(-1, 1)) : norm;
    }

    /**
     * The distances of all vectors from all others: the first from the second, third and so on, then the second from the third (PyTorch's
     * {@code pdist}, where ε is 0).
     *
     * <p>Shapes: {@code x [N, D]} → {@code [N (N − 1) / 2]}.
     */
    public Tensor within(Tensor x) {
        if (x.shape().rank() != 2) {
            throw new ShapeException("pairwiseDistance", "x is " + x.spec(), "x must be [N, D]");
        }
        int n = x.shape().size(0);
        long[] first = IntStream.range(0, n)
                .flatMap(i -> IntStream.range(i + 1, n).map(_ -> i))
                .asLongStream()
                .toArray();
        long[] second = IntStream.range(0, n)
                .flatMap(i -> IntStream.range(i + 1, n))
                .asLongStream()
                .toArray();
        Shape pairs = Shape.of(first.length);
        return between(x.take(0, Tensor.of(pairs, first)), x.take(0, Tensor.of(pairs, second)));
    }

    /**
     * The distance of each of some vectors from each of others (PyTorch's {@code cdist}, where ε is 0).
     *
     * <p>Shapes: {@code a [..., P, D]}, {@code b [..., R, D]} → {@code [..., P, R]}.
     */
    public Tensor across(Tensor a, Tensor b) {
        if (a.shape().rank() < 2 || b.shape().rank() < 2) {
            throw new ShapeException(
                    "pairwiseDistance",
                    "a is " + a.spec() + " and b is " + b.spec(),
                    "a must be [..., P, D] and b [..., R, D]");
        }
        return between(a.reshape(inserted(a.shape(), -2)), b.reshape(inserted(b.shape(), -3)));
    }

    /** A shape with a size of 1 put in at {@code axis}, counted from the end of the new shape. */
    private static Shape inserted(Shape x, int axis) {
        int[] sizes = new int[x.rank() + 1];
        int at = sizes.length + axis;
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = i == at ? 1 : x.size(i < at ? i : i - 1);
        }
        return Shape.of(sizes);
    }

    /** The p-norm along the last axis. */
    static Tensor norm(Tensor d, double p) {
        if (p == 0) {
            return d.ne(0).cast(d.dtype()).sum(-1);
        }
        if (p == 1) {
            return d.abs().sum(-1);
        }
        if (p == 2) {
            return power(d.square().sum(-1), 0.5);
        }
        if (p == Double.POSITIVE_INFINITY) {
            return d.abs().max(-1);
        }
        if (p == Double.NEGATIVE_INFINITY) {
            return d.abs().neg().max(-1).neg();
        }
        return power(power(d.abs(), p).sum(-1), 1 / p);
    }

    /** {@code xᵖ} for x of 0 or more, with a gradient of 0 at 0. */
    private static Tensor power(Tensor x, double p) {
        Tensor zero = x.eq(0);
        Tensor safe = zero.where(1, x);
        return zero.where(p > 0 ? 0 : Double.POSITIVE_INFINITY, p == 0.5 ? safe.sqrt() : safe.pow(p));
    }
}
