package fovea.nn.loss;

import fovea.nn.Loss;
import fovea.tensor.Tensor;

/**
 * The hinge loss of yes-or-no answers, {@code L = max(0, Δ − t y)} or its square, t being 1 or −1: a support vector machine for each element.
 *
 * <p>Gradient: {@code −t} within the margin, 0 at it.
 *
 * <p>Shapes: y and the target of one shape, which is that of the losses.
 *
 * @param margin Δ
 */
public record Hinge(double margin, boolean squared, Reduction reduction) implements Loss {

    /** The mean, with a margin of 1, not squared. */
    public Hinge() {
        this(1, false, Reduction.MEAN);
    }

    public Hinge withMargin(double to) {
        return new Hinge(to, squared, reduction);
    }

    public Hinge withSquared(boolean to) {
        return new Hinge(margin, to, reduction);
    }

    public Hinge withReduction(Reduction to) {
        return new Hinge(margin, squared, to);
    }

    @Override
    public Tensor of(Tensor y, Tensor target) {
        Fits.same("hinge", y, target);
        Tensor hinge = target.mul(y).neg().add(margin).relu();
        return reduction.of(squared ? hinge.square() : hinge);
    }
}
