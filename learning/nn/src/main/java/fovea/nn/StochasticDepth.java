package fovea.nn;

import fovea.tensor.Tensor;

/**
 * Leaves out the whole of a residual branch with probability {@code p} in training: put it behind the branch, before its sum with the
 * shortcut (Huang et al. 2016, section 3, <a href="https://arxiv.org/abs/1603.09382">arXiv:1603.09382</a>). What stays is multiplied by
 * {@code 1 / (1 − p)}, as torchvision has it.
 *
 * <p>Random numbers come from {@link Pass#training(fovea.tensor.RandomStream, java.util.function.Supplier)}.
 *
 * <p>Shapes: {@code x [N, ...]} → {@code y} alike.
 *
 * @param p the probability of being dropped
 * @param wholeBatch whether all images of a batch share one chance, as in the paper; else each has its own
 */
public record StochasticDepth(double p, boolean wholeBatch) implements Layer {

    /** Refuses what is no probability. */
    public StochasticDepth {
        Chance.check("stochasticDepth", p);
    }

    /** With a chance for each image. */
    public static StochasticDepth of(double p) {
        return new StochasticDepth(p, false);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Pass.isTraining() ? Chance.dropped("stochasticDepth", x, Chance.first(x, wholeBatch ? 0 : 1), p) : x;
    }
}
