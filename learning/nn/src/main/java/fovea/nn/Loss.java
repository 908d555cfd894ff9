package fovea.nn;

import fovea.tensor.OneHot;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;

/**
 * How far answers are from what they should be: a scalar, to be made small. {@link #crossEntropy} is here; the package
 * {@code fovea.nn.loss} has all others, and those with options.
 */
@FunctionalInterface
public interface Loss {

    /**
     * The loss of a batch, shape {@code []}.
     *
     * @param y what the model answered
     * @param labels what it should have
     */
    Tensor of(Tensor y, Tensor labels);

    /**
     * Mean cross-entropy in nats, {@code −(1/N) Σₙ log softmax(logits)[n, labelₙ]}; that of guessing among C classes is {@code log C}.
     *
     * <p>Gradient: {@code (softmax(logits) − oneHot(labels)) / N}. A label outside {@code 0 … C − 1} counts as no loss.
     *
     * @param logits {@code [N, C]}
     * @param labels {@code [N]} of {@code i32}
     * @throws ShapeException if they do not fit each other
     */
    static Tensor crossEntropy(Tensor logits, Tensor labels) {
        if (logits.shape().rank() != 2
                || labels.shape().rank() != 1
                || logits.shape().size(0) != labels.shape().size(0)) {
            throw new ShapeException(
                    "crossEntropy",
                    "logits are " + logits.spec() + " and labels " + labels.spec(),
                    "logits must be [N, C] and labels [N] of i32");
        }
        Tensor target = new OneHot(logits.shape().size(1), logits.dtype()).apply(labels);
        return logits.logSoftmax().mul(target).sum().mul(-1.0 / logits.shape().size(0));
    }
}
