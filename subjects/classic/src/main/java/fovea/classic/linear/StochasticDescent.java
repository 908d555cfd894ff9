package fovea.classic.linear;

import fovea.autograd.Autograd.ValueAndGradients;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Following the slope of a few examples at a time, which are drawn with replacement: forward, backward and update are one compiled step.
 *
 * @param steps how many
 * @param batch examples for each; 200 in the assignment
 * @param rate how far, times the gradient
 * @param momentum μ of {@link Sgd}; 0 for none
 */
public record StochasticDescent(int steps, int batch, Schedule rate, double momentum) implements WeightSearch {

    /** At one rate, without momentum. */
    public static StochasticDescent of(int steps, int batch, double rate) {
        return new StochasticDescent(steps, batch, Schedule.constant(rate), 0);
    }

    /** The losses are those of each step's examples, before it. */
    @Override
    public double[] run(LinearClassifier classifier, Objective objective, RandomGenerator random) {
        Sgd sgd = momentum == 0 ? Sgd.of(classifier) : Sgd.of(classifier, momentum, 0);
        Examples all = objective.examples(); // read where they lie: an input would be copied with every step
        Compiled step = Compiled.of(in -> {
            Tensor places = in.getFirst();
            ValueAndGradients found = objective.gradient(
                    classifier, all.x().take(0, places), all.labels().take(0, places));
            sgd.step(found.gradients());
            return List.of(found.value());
        });
        double[] losses = new double[steps];
        for (int i = 0; i < steps; i++) {
            sgd.setLearningRate(rate.at(i, steps));
            Tensor places = Tensor.of(
                    Shape.of(batch), random.ints(batch, 0, all.count()).toArray());
            losses[i] = Region.run(() -> step.run(places)).getFirst().item();
        }
        return losses;
    }
}
