package fovea.nn.loss;

import fovea.tensor.Tensor;

/**
 * Two scores in the right order, {@code L = max(0, Δ − t (a − b))}: a should be the larger where t is 1, b where it is −1 (PyTorch's
 * {@code margin_ranking_loss}).
 *
 * <p>Gradient: {@code −t} by a and {@code t} by b, within the margin and at it.
 *
 * <p>Shapes: a, b and the target of one shape, which is that of the losses.
 *
 * @param margin Δ
 */
public record MarginRanking(double margin, Reduction reduction) {

    /** The mean, with a margin of 0. */
    public MarginRanking() {
        this(0, Reduction.MEAN);
    }

    public MarginRanking withMargin(double to) {
        return new MarginRanking(to, reduction);
    }

    public MarginRanking withReduction(Reduction to) {
        return new MarginRanking(margin, to);
    }

    /** The loss, shape {@code []} but for {@link Reduction#NONE}. */
    public Tensor of(Tensor a, Tensor b, Tensor target) {
        Fits.same("marginRanking", "a", a, "b", b);
        Fits.same("marginRanking", "a", a, "the target", target);
        return reduction.of(Fits.notBelow0(target.neg().mul(a.sub(b)).add(margin)));
    }
}
