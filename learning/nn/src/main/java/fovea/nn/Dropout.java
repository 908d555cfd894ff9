package fovea.nn;

import fovea.tensor.Tensor;

/**
 * Leaves out each number with probability {@code p} in training, and multiplies those that stay by {@code 1 / (1 − p)}, so that inference
 * has nothing to do (Srivastava et al. 2014, section 10, "inverted" dropout).
 *
 * <p>Random numbers come from {@link Pass#training(fovea.tensor.RandomStream, java.util.function.Supplier)}. Shapes: any.
 *
 * @param p the probability of being dropped; 0.5 is PyTorch's default
 */
public record Dropout(double p) implements Layer {

    /** Refuses what is no probability. */
    public Dropout {
        Chance.check("dropout", p);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Pass.isTraining() ? Chance.dropped("dropout", x, x.shape(), p) : x;
    }
}
