package fovea.nn.loss;

import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;

/**
 * An anchor that should be nearer to a positive than to a negative by a margin, {@code L = max(0, d(a, p) − d(a, n) + Δ)} (Schroff et al.
 * 2015, section 3.1, <a href="https://arxiv.org/abs/1503.03832">arXiv:1503.03832</a>; PyTorch's {@code triplet_margin_loss} and
 * {@code triplet_margin_with_distance_loss}).
 *
 * <p>Gradient: that of the distances within the margin and at it; where a swap finds both distances equal, each has half.
 *
 * <p>Shapes: a, p and n {@code [..., D]} → {@code [...]}, as the distance says.
 *
 * @param margin Δ, 0 or more
 * @param swap whether the positive's distance to the negative takes the anchor's place where it is less (Balntas et al. 2016, section 3.3)
 */
public record TripletMargin(Distance distance, double margin, boolean swap, Reduction reduction) {
    private static final String NAME = "tripletMargin";

    /** The mean, Euclidean, with a margin of 1, without swap. */
    public TripletMargin() {
        this(new PairwiseDistance(), 1, false, Reduction.MEAN);
    }

    public TripletMargin withDistance(Distance to) {
        return new TripletMargin(to, margin, swap, reduction);
    }

    public TripletMargin withMargin(double to) {
        return new TripletMargin(distance, to, swap, reduction);
    }

    public TripletMargin withSwap(boolean to) {
        return new TripletMargin(distance, margin, to, reduction);
    }

    public TripletMargin withReduction(Reduction to) {
        return new TripletMargin(distance, margin, swap, to);
    }

    /** The loss, shape {@code []} but for {@link Reduction#NONE}. */
    public Tensor of(Tensor anchor, Tensor positive, Tensor negative) {
        int rank = anchor.shape().rank();
        if (rank < 1 || positive.shape().rank() != rank || negative.shape().rank() != rank) {
            throw new ShapeException(
                    NAME,
                    "the anchor is " + anchor.spec() + ", the positive " + positive.spec() + " and the negative "
                            + negative.spec(),
                    "all must be [..., D] with as many axes");
        }
        Tensor near = distance.between(anchor, positive);
        Tensor far = distance.between(anchor, negative);
        if (swap) {
            far = far.minimum(distance.between(positive, negative));
        }
        return reduction.of(Fits.notBelow0(near.sub(far).add(margin)));
    }
}
