package fovea.nn.loss;

import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;

/**
 * The negative log-likelihood of t under a normal distribution, {@code L = ½ (ln v + (y − t)²/v)}, for a mean y and a variance v that are
 * both predicted (Nix and Weigend 1994; PyTorch's {@code gaussian_nll_loss}).
 *
 * <p>A variance below {@code eps} counts as {@code eps}, but gradients go through as if it had that value; a negative one is no variance,
 * and the loss not-a-number.
 *
 * <p>Shapes: y and the target of one shape, which is that of the losses; the variance of that shape, or without its last axis or with a
 * size of 1 there: one for all.
 *
 * @param full whether the constant {@code ½ ln 2π} is added
 * @param eps the least variance, above 0
 */
public record GaussianNll(boolean full, double eps, Reduction reduction) {
    private static final String NAME = "gaussianNll";

    public GaussianNll {
        Fits.option(eps > 0, NAME, "eps is " + eps, "it must be above 0");
    }

    /** The mean, without the constant, with an ε of 10⁻⁶. */
    public GaussianNll() {
        this(false, 1e-6, Reduction.MEAN);
    }

    public GaussianNll withFull(boolean to) {
        return new GaussianNll(to, eps, reduction);
    }

    public GaussianNll withEps(double to) {
        return new GaussianNll(full, to, reduction);
    }

    public GaussianNll withReduction(Reduction to) {
        return new GaussianNll(full, eps, to);
    }

    /** The loss, shape {@code []} but for {@link Reduction#NONE}. */
    public Tensor of(Tensor y, Tensor target, Tensor variance) {
        Fits.same(NAME, y, target);
        Tensor given = variance.reshape(fitted(y, variance));
        // The value is raised to eps and the gradient is not.
        Tensor raised =
                given.ge(eps).where(given, given.sub(given.stopGradient()).add(eps));
        Tensor v = given.lt(0).where(Double.NaN, raised);
        Tensor losses = v.log().add(y.sub(target).square().div(v)).mul(0.5);
        return reduction.of(full ? losses.add(0.5 * Math.log(2 * Math.PI)) : losses);
    }

    /** The variance's shape, with a last axis of size 1 if it lacks one. */
    private static Shape fitted(Tensor y, Tensor variance) {
        Shape all = y.shape();
        Shape v = variance.shape();
        if (variance.dtype() == y.dtype()) {
            if (v.equals(all)) {
                return v;
            }
            if (all.rank() > 0) {
                Shape one = all.with(-1, 1);
                if (v.equals(one) || v.equals(Shape.of(java.util.Arrays.copyOf(all.toArray(), all.rank() - 1)))) {
                    return one;
                }
            }
        }
        throw new ShapeException(
                NAME,
                "y is " + y.spec() + " and the variance " + variance.spec(),
                "the variance must be " + y.spec() + ", or have no last axis or a size of 1 there");
    }
}
