package fovea.nn.loss;

import fovea.nn.Loss;
import fovea.tensor.Tensor;

/**
 * The squared distance of each element, {@code L = (y − t)²} (PyTorch's {@code mse_loss}).
 *
 * <p>Gradient: {@code 2 (y − t)}.
 *
 * <p>Shapes: y and the target of one shape, which is that of the losses.
 */
public record SquaredError(Reduction reduction) implements Loss {

    /** The mean. */
    public SquaredError() {
        this(Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor y, Tensor target) {
        Fits.same("squaredError", y, target);
        return reduction.of(y.sub(target).square());
    }
}
