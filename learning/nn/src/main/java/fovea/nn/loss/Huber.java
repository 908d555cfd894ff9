package fovea.nn.loss;

import fovea.nn.Loss;
import fovea.tensor.Tensor;

/**
 * A parabola with straight arms, {@code L = ½ e²} where {@code e = y − t} is within δ of 0, else {@code δ (|e| − ½ δ)} (Huber 1964;
 * PyTorch's {@code huber_loss}).
 *
 * <p>Gradient: {@code e}, but no less than −δ and no more than δ.
 *
 * <p>Shapes: y and the target of one shape, which is that of the losses.
 *
 * @param delta above 0
 */
public record Huber(double delta, Reduction reduction) implements Loss {

    public Huber {
        Fits.option(delta > 0, "huber", "delta is " + delta, "it must be above 0; AbsoluteError has no parabola");
    }

    /** The mean, with a δ of 1. */
    public Huber() {
        this(1, Reduction.MEAN);
    }

    public Huber withDelta(double to) {
        return new Huber(to, reduction);
    }

    public Huber withReduction(Reduction to) {
        return new Huber(delta, to);
    }

    @Override
    public Tensor of(Tensor y, Tensor target) {
        Fits.same("huber", y, target);
        return reduction.of(losses(y.sub(target), delta));
    }

    /**
     * The losses of errors, as {@code ½ m² + δ (|e| − |m|)} with {@code m} the error moved into −δ … δ, so that nothing large is squared
     * and the second derivative at 0 is 1.
     */
    static Tensor losses(Tensor e, double delta) {
        Tensor m = e.clamp(-delta, delta);
        return m.square().mul(0.5).add(e.abs().sub(m.abs()).mul(delta));
    }
}
