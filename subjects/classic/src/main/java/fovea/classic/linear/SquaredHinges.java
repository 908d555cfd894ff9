package fovea.classic.linear;

import fovea.nn.Loss;
import fovea.tensor.Tensor;

/**
 * A support vector machine for each class against all others, margins squared: {@code L = Σ_c max(0, 1 − t_c x_c)²}, t being 1 for the
 * right class and −1 for all others. It is smooth, so that {@link QuasiNewton} fits it; what Coates and Ng (2011) put on their features.
 *
 * <p>Shapes: {@code x [N, C]} and labels {@code [N]} → {@code []}, the mean over N.
 */
public record SquaredHinges() implements Loss {

    @Override
    public Tensor of(Tensor x, Tensor labels) {
        Tensor margins = x.mul(AdalineLoss.Signs.of(x, labels)).neg().add(1);
        return margins.relu().square().sum().div(x.shape().size(0));
    }
}
