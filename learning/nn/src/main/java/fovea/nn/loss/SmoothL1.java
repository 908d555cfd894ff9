package fovea.nn.loss;

import fovea.nn.Loss;
import fovea.tensor.Tensor;

/**
 * The absolute error with its tip rounded off, {@code L = ½ e²/β} where {@code e = y − t} is within β of 0, else {@code |e| − ½ β}
 * (Girshick 2015, equation 3, <a href="https://arxiv.org/abs/1504.08083">arXiv:1504.08083</a>; PyTorch's {@code smooth_l1_loss}). It
 * is {@link Huber} with δ = β, divided by β.
 *
 * <p>Gradient: {@code e/β}, but no less than −1 and no more than 1.
 *
 * <p>Shapes: y and the target of one shape, which is that of the losses.
 *
 * @param beta 0 or more; 0 is {@link AbsoluteError}
 */
public record SmoothL1(double beta, Reduction reduction) implements Loss {

    public SmoothL1 {
        Fits.option(beta >= 0, "smoothL1", "beta is " + beta, "it must be 0 or more");
    }

    /** The mean, with a β of 1. */
    public SmoothL1() {
        this(1, Reduction.MEAN);
    }

    public SmoothL1 withBeta(double to) {
        return new SmoothL1(to, reduction);
    }

    public SmoothL1 withReduction(Reduction to) {
        return new SmoothL1(beta, to);
    }

    @Override
    public Tensor of(Tensor y, Tensor target) {
        Fits.same("smoothL1", y, target);
        Tensor e = y.sub(target);
        return reduction.of(beta == 0 ? e.abs() : Huber.losses(e, beta).div(beta));
    }
}
