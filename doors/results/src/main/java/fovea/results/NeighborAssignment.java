package fovea.results;

import fovea.classic.Folds;
import fovea.classic.Labeled;
import fovea.classic.neighbor.CrossValidation;
import fovea.classic.neighbor.Metric;
import fovea.classic.neighbor.NearestNeighbors;
import fovea.classic.neighbor.Voting;
import fovea.data.DataSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The first part of the course's first assignment: how many neighbors should vote? */
final class NeighborAssignment {
    /** The numbers of neighbors that it tries. */
    static final List<Integer> KS = List.of(1, 3, 5, 8, 10, 12, 15, 20, 50, 100);

    private NeighborAssignment() {}

    static Map<String, Double> run(Setting setting) {
        DataSet set = setting.data("cifar10");
        Labeled train = Labeled.of(set.train().first(5000));
        Labeled test = Labeled.of(set.test().first(500));
        CrossValidation tried = CrossValidation.of(train, new Folds(5000, 5), KS, Metric.L2, Voting.MAJORITY);
        Map<String, Double> figures = new LinkedHashMap<>();
        for (int i = 0; i < KS.size(); i++) {
            for (int fold = 0; fold < 5; fold++) {
                figures.put(figure(KS.get(i), fold), tried.accuracy()[i][fold]);
            }
        }
        NearestNeighbors classifier = NearestNeighbors.of(train, Metric.L2);
        figures.put("best k", (double) tried.best());
        figures.put(
                "test accuracy",
                classifier.accuracy(classifier.search().nearest(test.points(), tried.best()), test.labels()));
        return figures;
    }

    /** Such as {@code k = 10, fold 1}. */
    static String figure(int k, int fold) {
        return "k = " + k + ", fold " + (fold + 1);
    }
}
