package fovea.nn.loss;

import fovea.nn.Loss;
import fovea.tensor.Tensor;

/**
 * The Kullback–Leibler divergence in nats of a distribution x from the target t, element by element: {@code L = t (ln t − x)} for x of
 * log-probabilities, 0 where t is 0 (PyTorch's {@code kl_div}). Its sum over one distribution is the divergence, so
 * {@link Reduction#BATCH_MEAN} gives the mean divergence; {@link Reduction#MEAN}, PyTorch's default, divides by the number of elements.
 *
 * <p>Gradient: {@code −t} by x, {@code ln t + 1 − x} by t.
 *
 * <p>Shapes: x and the target of one shape, which is that of the losses.
 *
 * @param logTarget whether the target is of log-probabilities, too
 */
public record KlDivergence(boolean logTarget, Reduction reduction) implements Loss {

    /** The mean over elements, for a target of probabilities. */
    public KlDivergence() {
        this(false, Reduction.MEAN);
    }

    public KlDivergence withLogTarget(boolean to) {
        return new KlDivergence(to, reduction);
    }

    public KlDivergence withReduction(Reduction to) {
        return new KlDivergence(logTarget, to);
    }

    @Override
    public Tensor of(Tensor x, Tensor target) {
        Fits.same("klDivergence", x, target);
        if (logTarget) {
            return reduction.of(target.exp().mul(target.sub(x)));
        }
        Tensor none = target.eq(0);
        Tensor entropy = none.where(0, target.mul(none.where(1, target).log()));
        return reduction.of(entropy.sub(target.mul(x)));
    }
}
