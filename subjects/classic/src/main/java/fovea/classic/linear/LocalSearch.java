package fovea.classic.linear;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Strategy two: take a random step from where one is, and stay there if it is better.
 *
 * @param tries how many
 * @param scale standard deviation of each weight's step; 1e-4 in the course's notes
 */
public record LocalSearch(int tries, double scale) implements WeightSearch {

    @Override
    public double[] run(LinearClassifier classifier, Objective objective, RandomGenerator random) {
        LinearClassifier trial = classifier.copy();
        Supplier<Double> value = objective.valueOf(trial);
        double[] best = new double[tries];
        double now = value.get();
        for (int i = 0; i < tries; i++) {
            Trial.step(classifier, trial, scale, random);
            double loss = value.get();
            if (loss < now) {
                now = loss;
                Trial.move(trial, classifier);
            }
            best[i] = now;
        }
        return best;
    }
}
