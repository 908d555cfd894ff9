package fovea.nn.loss;

import fovea.nn.Loss;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy in nats of yes-or-no answers given as probabilities, {@code L = −w (t ln y + (1 − t) ln (1 − y))}, with logarithms of no
 * less than −100 (PyTorch's {@code binary_cross_entropy}). {@link BinaryCrossEntropyWithLogits} is more accurate.
 *
 * <p>Gradient: {@code w (y − t) / max(y (1 − y), 10⁻¹²)} by y, {@code w (ln (1 − y) − ln y)} by t. A y outside 0 … 1 has no loss: it is
 * not-a-number.
 *
 * <p>Shapes: y and the target of one shape, which is that of the losses.
 *
 * @param weight broadcast to y from the right; null for 1
 */
public record BinaryCrossEntropy(@Nullable Tensor weight, Reduction reduction) implements Loss {
    private static final String NAME = "binaryCrossEntropy";

    /** Below this the product {@code y (1 − y)} counts as this in gradients; PyTorch's. */
    private static final double LEAST = 1e-12;

    /** The mean, without weights. */
    public BinaryCrossEntropy() {
        this(null, Reduction.MEAN);
    }

    public BinaryCrossEntropy withWeight(Tensor each) {
        return new BinaryCrossEntropy(each, reduction);
    }

    public BinaryCrossEntropy withReduction(Reduction to) {
        return new BinaryCrossEntropy(weight, to);
    }

    @Override
    public Tensor of(Tensor y, Tensor target) {
        Fits.same(NAME, y, target);
        Fits.elementWeight(NAME, "the weight", weight, y);
        Tensor no = y.neg().add(1);
        // At the ends, where logarithms have no gradient, a parabola of the value 0 brings the one of the formula.
        Tensor end = y.mul(no).lt(LEAST);
        Tensor losses = target.sub(1).mul(log(no, end)).sub(target.mul(log(y, end)));
        Tensor parabola = y.mul(0.5).sub(target.stopGradient()).mul(y).div(LEAST);
        Tensor pull = end.where(parabola.sub(parabola.stopGradient()), 0);
        Tensor all = losses.add(pull);
        return reduction.of(weight == null ? all : all.mul(weight));
    }

    /** The logarithm, no less than −100; a constant at the ends. */
    private static Tensor log(Tensor x, Tensor end) {
        Tensor inside = end.where(0.5, x).log();
        return end.where(x.stopGradient().log().maximum(-100), inside);
    }
}
