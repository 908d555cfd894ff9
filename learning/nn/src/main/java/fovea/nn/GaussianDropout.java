package fovea.nn;

import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;

/**
 * Multiplies each number by one from a normal distribution of mean 1 and variance {@code p / (1 − p)} in training, as much noise as dropout
 * makes (Srivastava et al. 2014, section 10).
 *
 * <p>Random numbers come from {@link Pass#training(fovea.tensor.RandomStream, java.util.function.Supplier)}. Shapes: any.
 *
 * @param p the probability with which {@link Dropout} would drop, less than 1
 */
public record GaussianDropout(double p) implements Layer {

    /** Refuses what is no probability below 1. */
    public GaussianDropout {
        if (!(p >= 0 && p < 1)) {
            throw new ShapeException("gaussianDropout", "p is " + p, "it is a probability, from 0 up to but not 1");
        }
    }

    @Override
    public Tensor forward(Tensor x) {
        if (!Pass.isTraining() || p == 0) {
            return x;
        }
        Tensor noise = Pass.random("gaussianDropout").normal(x.shape());
        return x.mul(noise.mul(Math.sqrt(p / (1 - p))).add(1).cast(x.dtype()));
    }
}
