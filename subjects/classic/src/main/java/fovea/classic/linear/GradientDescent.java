package fovea.classic.linear;

import fovea.autograd.Autograd.ValueAndGradients;
import fovea.device.Region;
import fovea.train.optim.Sgd;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Strategy three, following the slope: the gradient over all examples, and a step against it.
 *
 * @param steps how many
 * @param rate how far, times the gradient
 * @param momentum μ of {@link Sgd}; 0 for none
 */
public record GradientDescent(int steps, double rate, double momentum) implements WeightSearch {

    @Override
    public double[] run(LinearClassifier classifier, Objective objective, RandomGenerator random) {
        Supplier<ValueAndGradients> gradient = objective.gradientOf(classifier);
        Sgd sgd = Sgd.of(classifier, momentum, 0);
        sgd.setLearningRate(rate);
        double[] losses = new double[steps];
        for (int i = 0; i <= steps; i++) {
            int step = i;
            Region.run(() -> {
                ValueAndGradients found = gradient.get();
                if (step > 0) {
                    losses[step - 1] = found.value().item();
                }
                if (step < steps) {
                    sgd.step(found.gradients());
                }
            });
        }
        return losses;
    }
}
