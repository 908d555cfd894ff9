package fovea.results;

import fovea.classic.linear.Examples;
import fovea.classic.linear.LinearClassifier;
import fovea.classic.linear.Objective;
import fovea.classic.linear.Scaling;
import fovea.classic.linear.WeightSearch;
import fovea.nn.Loss;
import java.util.List;
import java.util.Map;

/**
 * Training, validation and test data: the first is learned from, the second chosen on, the third looked at once.
 *
 * @param train all but the last of a training half
 * @param held its last examples
 * @param test the other half
 */
record Split(Examples train, Examples held, Examples test) {

    /** Holds the last examples of the training half out. */
    static Split of(Examples train, Examples test, int held) {
        int n = train.count() - held;
        return new Split(train.part(0, n), train.part(n, n + held), test);
    }

    /** All three in other units. */
    Split scaled(Scaling scaling) {
        return new Split(train.scaled(scaling), held.scaled(scaling), test.scaled(scaling));
    }

    /**
     * A linear classifier with the λ that is best on held-out data, which is told as figures {@code penalty} and {@code validation accuracy}.
     *
     * @param again whether the best λ is fitted once more, to held-out examples too
     */
    LinearClassifier fit(
            Setting setting,
            Map<String, Double> figures,
            Loss loss,
            WeightSearch search,
            List<Double> penalties,
            boolean again) {
        LinearClassifier best = LinearClassifier.zeros(train.features(), train.classes());
        double accuracy = -1;
        double chosen = 0;
        for (double penalty : penalties) {
            LinearClassifier tried = fitted(setting, new Objective(train, loss, penalty), search);
            double found = tried.accuracy(held);
            setting.tell("λ %.1e: training %.4f, validation %.4f".formatted(penalty, tried.accuracy(train), found));
            if (found > accuracy) {
                best = tried;
                accuracy = found;
                chosen = penalty;
            }
        }
        figures.put("validation accuracy", accuracy);
        figures.put("penalty", chosen);
        return again ? fitted(setting, new Objective(train.and(held), loss, chosen), search) : best;
    }

    private static LinearClassifier fitted(Setting setting, Objective objective, WeightSearch search) {
        Examples examples = objective.examples();
        LinearClassifier classifier = LinearClassifier.zeros(examples.features(), examples.classes());
        search.run(classifier, objective, setting.random());
        return classifier;
    }
}
