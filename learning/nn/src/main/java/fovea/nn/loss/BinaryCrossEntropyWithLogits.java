package fovea.nn.loss;

import fovea.nn.Loss;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy in nats of yes-or-no answers given as logits, {@code L = −w (p t ln σ(x) + (1 − t) ln (1 − σ(x)))}, computed as
 * {@code w ((1 − t) x + (1 + (p − 1) t) ln(1 + e⁻ˣ))}, which does not overflow (PyTorch's {@code binary_cross_entropy_with_logits}).
 *
 * <p>Gradient: {@code w (σ(x) − t)} for p = 1.
 *
 * <p>Shapes: x and the target of one shape, which is that of the losses.
 *
 * @param weight broadcast to x from the right; null for 1
 * @param positiveWeight p, what a yes counts against a no; broadcast to x from the right, null for 1
 */
public record BinaryCrossEntropyWithLogits(
        @Nullable Tensor weight, @Nullable Tensor positiveWeight, Reduction reduction) implements Loss {
    private static final String NAME = "binaryCrossEntropyWithLogits";

    /** The mean, without weights. */
    public BinaryCrossEntropyWithLogits() {
        this(null, null, Reduction.MEAN);
    }

    public BinaryCrossEntropyWithLogits withWeight(Tensor each) {
        return new BinaryCrossEntropyWithLogits(each, positiveWeight, reduction);
    }

    public BinaryCrossEntropyWithLogits withPositiveWeight(Tensor each) {
        return new BinaryCrossEntropyWithLogits(weight, each, reduction);
    }

    public BinaryCrossEntropyWithLogits withReduction(Reduction to) {
        return new BinaryCrossEntropyWithLogits(weight, positiveWeight, to);
    }

    @Override
    public Tensor of(Tensor x, Tensor target) {
        Fits.same(NAME, x, target);
        Fits.elementWeight(NAME, "the weight", weight, x);
        Fits.elementWeight(NAME, "the positive weight", positiveWeight, x);
        Tensor yes = x.neg().softplus();
        Tensor weighed = positiveWeight == null
                ? yes
                : target.mul(positiveWeight.sub(1)).add(1).mul(yes);
        Tensor losses = target.neg().add(1).mul(x).add(weighed);
        return reduction.of(weight == null ? losses : losses.mul(weight));
    }
}
