package fovea.train.check;

import fovea.nn.Layer;
import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/**
 * The loss with and without regularization, {@code loss + λ/2 Σ w²} over weights but not biases: with it the loss must be higher (CS231n
 * 2017, lecture 6, "crank up regularization").
 *
 * @param plain without it, nats
 * @param lambda λ
 * @param penalty what it adds
 */
public record RegularizedLoss(double plain, double lambda, double penalty) implements Examination {
    private static final double LAMBDA = 1e-2;

    static RegularizedLoss of(Subject subject, List<Tensor> batch) {
        Layer model = subject.fresh().get();
        double squares = Variables.of(model).parameters().stream()
                .filter(parameter -> parameter.shape().rank() > 1)
                .mapToDouble(RegularizedLoss::squares)
                .sum();
        return new RegularizedLoss(ChanceLoss.lossOf(model, subject, batch), LAMBDA, LAMBDA / 2 * squares);
    }

    private static double squares(Parameter parameter) {
        double sum = 0;
        for (float w : parameter.get().toArray()) {
            sum += (double) w * w;
        }
        return sum;
    }

    @Override
    public boolean isSound() {
        return penalty > 0 && Double.isFinite(plain + penalty);
    }

    @Override
    public String verdict() {
        String seen = String.format(
                Locale.ROOT,
                "with weights regularized by %.0e the loss rises from %.3f to %.3f nats",
                lambda,
                plain,
                plain + penalty);
        return isSound() ? seen + "." : seen + ": it should. Look whether all weights start at zero.";
    }
}
