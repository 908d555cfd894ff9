package fovea.nn.loss;

import fovea.nn.Loss;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The negative logarithm of the right class's probability, {@code L = −w_y x_y}, for x of log-probabilities, such as
 * {@code logSoftmax} gives (PyTorch's {@code nll_loss}). The mean is divided by the sum of the labels' weights.
 *
 * <p>Gradient: {@code −w_y} at the label, else 0.
 *
 * <p>Shapes: {@code x [N, C, ...]} and labels {@code [N, ...]} of whole numbers → {@code [N, ...]}; or {@code x [C]} and a label
 * {@code []}.
 *
 * @param weight of each class, {@code [C]}; null for 1
 * @param ignoreIndex a label that counts for nothing; −100 as PyTorch's
 */
public record NegativeLogLikelihood(@Nullable Tensor weight, long ignoreIndex, Reduction reduction) implements Loss {
    private static final String NAME = "negativeLogLikelihood";

    /** The mean, without weights. */
    public NegativeLogLikelihood() {
        this(null, -100, Reduction.MEAN);
    }

    public NegativeLogLikelihood withWeight(Tensor each) {
        return new NegativeLogLikelihood(each, ignoreIndex, reduction);
    }

    public NegativeLogLikelihood withIgnoreIndex(long label) {
        return new NegativeLogLikelihood(weight, label, reduction);
    }

    public NegativeLogLikelihood withReduction(Reduction to) {
        return new NegativeLogLikelihood(weight, ignoreIndex, to);
    }

    @Override
    public Tensor of(Tensor x, Tensor target) {
        Fits.labels(NAME, x, target);
        Fits.classWeight(NAME, weight, x);
        Tensor rows = Labels.rows(x);
        Labels labels = Labels.of(target, ignoreIndex, rows.shape().size(1), x.dtype(), weight);
        Tensor losses = labels.kept(labels.pick(rows).mul(labels.weights()).neg());
        return reduction.of(losses.reshape(target.shape()), labels.weights());
    }
}
