package fovea.nn.loss;

import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;

/**
 * Two of a kind near each other, others a margin apart: {@code L = ½ s d² + ½ (1 − s) max(0, Δ − d)²}, s being 1 for two of a kind and 0
 * for others (Hadsell et al. 2006, equation 4, whose Y is {@code 1 − s}).
 *
 * <p>Gradient: {@code s d − (1 − s) max(0, Δ − d)} by the distance.
 *
 * <p>Shapes: a and b {@code [N, D]} and s {@code [N]} → {@code [N]}, as the distance says.
 *
 * @param margin Δ, above 0
 */
public record Contrastive(Distance distance, double margin, Reduction reduction) {
    private static final String NAME = "contrastive";

    public Contrastive {
        Fits.option(margin > 0, NAME, "the margin is " + margin, "it must be above 0");
    }

    /** The mean, Euclidean, with a margin of 1. */
    public Contrastive() {
        this(new PairwiseDistance().withEps(0), 1, Reduction.MEAN);
    }

    public Contrastive withDistance(Distance to) {
        return new Contrastive(to, margin, reduction);
    }

    public Contrastive withMargin(double to) {
        return new Contrastive(distance, to, reduction);
    }

    public Contrastive withReduction(Reduction to) {
        return new Contrastive(distance, margin, to);
    }

    /** The loss, shape {@code []} but for {@link Reduction#NONE}. */
    public Tensor of(Tensor a, Tensor b, Tensor same) {
        Tensor d = distance.between(a, b);
        if (!same.spec().equals(d.spec())) {
            throw new ShapeException(
                    NAME,
                    "a is " + a.spec() + ", b " + b.spec() + " and same " + same.spec(),
                    "same must be " + d.spec() + ", 1 for two of a kind and 0 for others");
        }
        Tensor near = same.mul(d.square());
        Tensor far = same.neg().add(1).mul(d.neg().add(margin).relu().square());
        return reduction.of(near.add(far).mul(0.5));
    }
}
