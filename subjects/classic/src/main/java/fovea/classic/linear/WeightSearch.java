package fovea.classic.linear;

import java.util.random.RandomGenerator;

/**
 * A way to better weights. They can be seen side by side, from guessing to knowing the slope: {@link RandomSearch}, {@link LocalSearch},
 * {@link GradientDescent}, {@link StochasticDescent}, {@link QuasiNewton}, {@link BoundNewton}.
 */
public sealed interface WeightSearch
        permits RandomSearch, LocalSearch, GradientDescent, StochasticDescent, QuasiNewton, BoundNewton {

    /**
     * Changes the classifier for the better.
     *
     * @param classifier where it begins, and ends
     * @return after each try or step the loss there (for the random ones: the best so far)
     */
    double[] run(LinearClassifier classifier, Objective objective, RandomGenerator random);
}
