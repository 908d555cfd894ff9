package fovea.nn.loss;

import fovea.nn.Loss;
import fovea.tensor.Tensor;

/**
 * The logistic loss of yes-or-no answers, {@code L = ln(1 + e^−tx)}, t being 1 or −1 (PyTorch's {@code soft_margin_loss}).
 *
 * <p>Gradient: {@code −t σ(−tx)}.
 *
 * <p>Shapes: x and the target of one shape, which is that of the losses.
 */
public record SoftMargin(Reduction reduction) implements Loss {

    /** The mean. */
    public SoftMargin() {
        this(Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor x, Tensor target) {
        Fits.same("softMargin", x, target);
        return reduction.of(target.neg().mul(x).softplus());
    }
}
