package fovea.nn;

import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;

/**
 * A leaky rectifier whose slope below 0 is drawn for each number in training, evenly from {@code lower} to {@code upper}, and is the mean of
 * the two in inference (Xu et al. 2015, section 2.4, <a href="https://arxiv.org/abs/1505.00853">arXiv:1505.00853</a>); PyTorch's {@code RReLU}.
 *
 * <p>Random numbers come from {@link Pass#training(fovea.tensor.RandomStream, java.util.function.Supplier)}. Shapes: any.
 *
 * @param lower 1/8 by PyTorch's default
 * @param upper 1/3 by PyTorch's default
 */
public record RandomizedRelu(double lower, double upper) implements Layer {

    /** Refuses slopes in the wrong order. */
    public RandomizedRelu {
        if (!(lower <= upper)) {
            throw new ShapeException(
                    "randomizedRelu", "slopes from " + lower + " to " + upper, "lower must be at most upper");
        }
    }

    /** With PyTorch's defaults. */
    public static RandomizedRelu of() {
        return new RandomizedRelu(1.0 / 8, 1.0 / 3);
    }

    @Override
    public Tensor forward(Tensor x) {
        if (!Pass.isTraining()) {
            return x.leakyRelu((lower + upper) / 2);
        }
        Tensor slopes =
                Pass.random("randomizedRelu").uniform(x.shape(), lower, upper).cast(x.dtype());
        return x.gt(0).where(x, x.mul(slopes));
    }
}
