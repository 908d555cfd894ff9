package fovea.nn.loss;

import fovea.nn.Loss;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Logistic losses of each class, averaged over the classes, where several may be right:
 * {@code L = −(1/C) Σ_c w_c (t_c ln σ(x_c) + (1 − t_c) ln σ(−x_c))} (PyTorch's {@code multilabel_soft_margin_loss}).
 *
 * <p>Gradient: {@code w (σ(x) − t) / C}.
 *
 * <p>Shapes: x and the target {@code [..., C]} → {@code [...]}.
 *
 * @param weight broadcast to x from the right, {@code [C]} for one for each class; null for 1
 */
public record MultilabelSoftMargin(@Nullable Tensor weight, Reduction reduction) implements Loss {
    private static final String NAME = "multilabelSoftMargin";

    /** The mean over examples, without weights. */
    public MultilabelSoftMargin() {
        this(null, Reduction.MEAN);
    }

    public MultilabelSoftMargin withWeight(Tensor each) {
        return new MultilabelSoftMargin(each, reduction);
    }

    public MultilabelSoftMargin withReduction(Reduction to) {
        return new MultilabelSoftMargin(weight, to);
    }

    @Override
    public Tensor of(Tensor x, Tensor target) {
        Fits.same(NAME, x, target);
        if (x.shape().rank() < 1) {
            throw new ShapeException(NAME, "x is " + x.spec(), "x must be [..., C]");
        }
        Fits.elementWeight(NAME, "the weight", weight, x);
        Tensor losses =
                target.mul(x.logSigmoid()).add(target.neg().add(1).mul(x.neg().logSigmoid()));
        Tensor weighed = weight == null ? losses : losses.mul(weight);
        return reduction.of(weighed.sum(-1).div(-x.shape().size(-1)));
    }
}
