package fovea.classic.linear;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Strategy one, a very bad idea: draw all weights anew and keep the best. What the classifier held before does not count.
 *
 * @param tries how many
 * @param scale standard deviation of each weight; 1e-4 in the course's notes
 */
public record RandomSearch(int tries, double scale) implements WeightSearch {

    @Override
    public double[] run(LinearClassifier classifier, Objective objective, RandomGenerator random) {
        LinearClassifier trial = classifier.copy();
        Supplier<Double> value = objective.valueOf(trial);
        double[] best = new double[tries];
        for (int i = 0; i < tries; i++) {
            Trial.draw(trial, scale, random);
            double loss = value.get();
            boolean better = i == 0 || loss < best[i - 1];
            best[i] = better ? loss : best[i - 1];
            if (better) {
                Trial.move(trial, classifier);
            }
        }
        return best;
    }
}
