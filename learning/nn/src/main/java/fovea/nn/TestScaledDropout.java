package fovea.nn;

import fovea.tensor.Tensor;

/**
 * Dropout as it was first described: leaves out each number with probability {@code p} in training, the others as they are, and multiplies
 * all by {@code 1 − p} in inference (Srivastava et al. 2014, section 4, "Dropout: a simple way to prevent neural networks from overfitting").
 * {@link Dropout} scales in training instead.
 *
 * <p>Random numbers come from {@link Pass#training(fovea.tensor.RandomStream, java.util.function.Supplier)}. Shapes: any.
 *
 * @param p the probability of being dropped
 */
public record TestScaledDropout(double p) implements Layer {

    /** Refuses what is no probability. */
    public TestScaledDropout {
        Chance.check("testScaledDropout", p);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Pass.isTraining() ? x.mul(Chance.kept("testScaledDropout", x, x.shape(), p)) : x.mul(1 - p);
    }
}
