package fovea.classic.linear;

import fovea.autograd.Autograd.ValueAndGradients;
import fovea.train.optim.Lbfgs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The slope of all examples and a guess at the curvature: L-BFGS with a line search ({@link Lbfgs}). For smooth losses it needs far fewer
 * looks at the data than descent does.
 *
 * @param evaluations of loss and gradient, about
 * @param history gradients remembered; 10 to 20 are usual
 */
public record QuasiNewton(int evaluations, int history) implements WeightSearch {

    /** Remembering 10 gradients. */
    public static QuasiNewton of(int evaluations) {
        return new QuasiNewton(evaluations, 10);
    }

    /** The losses are those of every evaluation, also the line search's. */
    @Override
    public double[] run(LinearClassifier classifier, Objective objective, RandomGenerator random) {
        Supplier<ValueAndGradients> gradient = objective.gradientOf(classifier);
        List<Double> losses = new ArrayList<>();
        Lbfgs.Options options = Lbfgs.Options.DEFAULT
                .withIterations(evaluations)
                .withEvaluations(evaluations)
                .withTolerances(1e-7, 1e-9)
                .withHistory(history)
                .withStrongWolfe();
        Lbfgs.of(classifier, options).step(() -> {
            ValueAndGradients found = gradient.get();
            losses.add(found.value().item());
            return found;
        });
        return losses.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
