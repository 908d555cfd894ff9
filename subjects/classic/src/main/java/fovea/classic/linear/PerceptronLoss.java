package fovea.classic.linear;

import fovea.nn.Loss;
import fovea.nn.loss.MulticlassSvm;
import fovea.tensor.DType;
import fovea.tensor.OneHot;
import fovea.tensor.Tensor;

/**
 * The perceptron's criterion for several classes, {@code L = max_c x_c − x_y}: how far the best score is above that of the right class, 0
 * where that is the best, with no margin beyond (unlike {@link MulticlassSvm}). A step along one example's slope is Rosenblatt's rule.
 *
 * <p>Gradient: 1 for the winner and −1 for the right class, nothing where they are one.
 *
 * <p>Shapes: {@code x [N, C]} and labels {@code [N]} → {@code []}, the mean.
 */
public record PerceptronLoss() implements Loss {

    @Override
    public Tensor of(Tensor x, Tensor labels) {
        Tensor right = new OneHot(x.shape().size(1), DType.BOOL)
                .apply(labels)
                .where(x, 0)
                .sum(1);
        return x.max(1).sub(right).mean();
    }
}
