package fovea.nn;

import fovea.tensor.Tensor;

/**
 * A fully connected layer that leaves out each of its weights with probability {@code p} in training (Wan et al. 2013, "Regularization of
 * neural networks using DropConnect", section 3). One choice holds for a batch, where the paper has one for each example; weights that stay
 * are multiplied by {@code 1 / (1 − p)}, and inference takes all of them, the mean, where the paper samples a normal distribution.
 *
 * <p>Random numbers come from {@link Pass#training(fovea.tensor.RandomStream, java.util.function.Supplier)}.
 *
 * <p>Shapes: {@code x [..., in]} → {@code y [..., out]}.
 *
 * @param p the probability of being dropped
 */
public record DropConnect(Linear linear, double p) implements Layer {

    /** Refuses what is no probability. */
    public DropConnect {
        Chance.check("dropConnect", p);
    }

    @Override
    public Tensor forward(Tensor x) {
        if (!Pass.isTraining()) {
            return linear.forward("linear", x);
        }
        Tensor weight = linear.weight().get();
        return Linear.of(x, Chance.dropped("dropConnect", weight, weight.shape(), p), Initial.value(linear.bias()));
    }
}
