package fovea.classic.linear;

import fovea.device.Region;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;

/**
 * A change of origin and unit, feature by feature: {@code (x − mean) · scale}. It is measured on training data and then used on all.
 *
 * @param mean {@code [D]}
 * @param scale {@code [D]}
 */
public record Scaling(Tensor mean, Tensor scale) {

    /** Below this a feature counts as constant, and is left in its unit. */
    private static final double CONSTANT = 1e-6;

    /** Only to mean 0: the assignment's preprocessing of pixels. */
    public static Scaling centering(Tensor x) {
        Tensor mean = mean(x);
        return new Scaling(mean, Tensor.full(mean.spec(), 1));
    }

    /** Only to another unit: every one of so many features divided by a number. */
    public static Scaling dividing(int features, double by) {
        Shape shape = Shape.of(features);
        return new Scaling(Tensor.zeros(shape), Tensor.full(shape, 1 / by));
    }

    /** To mean 0 and a standard deviation of 1. A feature that is constant stays in its unit. */
    public static Scaling standardizing(Tensor x) {
        return standardizing(x, 0);
    }

    /** To mean 0 and {@code scale = 1 / √(variance + floor)}, so that features that hardly vary are not blown up. */
    public static Scaling standardizing(Tensor x, double floor) {
        return Region.run(() -> {
            Tensor mean = mean(x);
            Tensor variance = x.sub(mean).square().sum(0).div(x.shape().size(0)).add(floor);
            Tensor std = variance.sqrt();
            return new Scaling(mean, std.lt(CONSTANT).where(1, std).reciprocal());
        });
    }

    private static Tensor mean(Tensor x) {
        return x.sum(0).div(x.shape().size(0));
    }

    /** {@code x [N, D]} in the new units. */
    public Tensor of(Tensor x) {
        return Region.run(() -> x.sub(mean).mul(scale));
    }
}
