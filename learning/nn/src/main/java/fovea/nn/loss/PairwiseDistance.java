package fovea.nn.loss;

import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;

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
