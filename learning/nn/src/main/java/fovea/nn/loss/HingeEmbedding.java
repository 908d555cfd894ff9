package fovea.nn.loss;

import fovea.nn.Loss;
import fovea.tensor.Tensor;

/**
 * A distance to be small or large: {@code L = x} where the target is 1, {@code max(0, Δ − x)} where it is −1 (PyTorch's
 * {@code hinge_embedding_loss}). Any other target counts as both.
 *
 * <p>Gradient: 1, and −1 within the margin and at it.
 *
 * <p>Shapes: x and the target of one shape, which is that of the losses.
 *
 * @param margin Δ
 */
public record HingeEmbedding(double margin, Reduction reduction) implements Loss {

    /** The mean, with a margin of 1. */
    public HingeEmbedding() {
        this(1, Reduction.MEAN);
    }

    public HingeEmbedding withMargin(double to) {
        return new HingeEmbedding(to, reduction);
    }

    public HingeEmbedding withReduction(Reduction to) {
        return new HingeEmbedding(margin, to);
    }

    @Override
    public Tensor of(Tensor x, Tensor target) {
        Fits.same("hingeEmbedding", x, target);
        Tensor far = target.ne(1).where(Fits.notBelow0(x.neg().add(margin)), 0);
        return reduction.of(far.add(target.ne(-1).where(x, 0)));
    }
}
