package fovea.nn;

import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;

/**
 * Adds normal noise of mean 0 in training.
 *
 * <p>Random numbers come from {@link Pass#training(fovea.tensor.RandomStream, java.util.function.Supplier)}. Shapes: any.
 *
 * @param deviation the standard deviation of the noise
 */
public record GaussianNoise(double deviation) implements Layer {

    /** Refuses a deviation below 0. */
    public GaussianNoise {
        if (!(deviation >= 0)) {
            throw new ShapeException("gaussianNoise", "the deviation is " + deviation, "it must be 0 or more");
        }
    }

    @Override
    public Tensor forward(Tensor x) {
        return Pass.isTraining() && deviation > 0
                ? x.add(Pass.random("gaussianNoise")
                        .normal(x.shape())
                        .mul(deviation)
                        .cast(x.dtype()))
                : x;
    }
}
