package fovea.classic.linear;

import fovea.nn.Loss;
import fovea.tensor.OneHot;
import fovea.tensor.Tensor;

/**
 * What Adaline makes small, {@code L = ½ Σ_c (x_c − t_c)²}, t being 1 for the right class and −1 for all others (Widrow and Hoff 1960,
 * "Adaptive switching circuits"): least squares, with targets beyond which scores are wrong again.
 *
 * <p>Shapes: {@code x [N, C]} and labels {@code [N]} → {@code []}, the mean over N.
 */
public record AdalineLoss() implements Loss {

    @Override
    public Tensor of(Tensor x, Tensor labels) {
        Tensor target = Signs.of(x, labels);
        return x.sub(target).square().sum().div(2.0 * x.shape().size(0));
    }

    /** Targets of a class against all others. */
    static final class Signs {
        private Signs() {}

        /** 1 at the label, −1 elsewhere; like {@code x [N, C]}. */
        static Tensor of(Tensor x, Tensor labels) {
            return new OneHot(x.shape().size(1), x.dtype()).apply(labels).mul(2).sub(1);
        }
    }
}
