package fovea.nn.loss;

import fovea.nn.Loss;
import fovea.tensor.Tensor;

/**
 * The distance of each element, {@code L = |y − t|} (PyTorch's {@code l1_loss}).
 *
 * <p>Gradient: {@code sign(y − t)}, 0 where they are equal.
 *
 * <p>Shapes: y and the target of one shape, which is that of the losses.
 */
public record AbsoluteError(Reduction reduction) implements Loss {

    /** The mean. */
    public AbsoluteError() {
        this(Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor y, Tensor target) {
        Fits.same("absoluteError", y, target);
        return reduction.of(y.sub(target).abs());
    }
}
