package fovea.results;

import fovea.classic.Folds;
import fovea.classic.Labeled;
import fovea.classic.neighbor.CrossValidation;
import fovea.classic.neighbor.Metric;
import fovea.classic.neighbor.NearestNeighbors;
import fovea.classic.neighbor.Neighbors;
import fovea.classic.neighbor.Voting;
import fovea.data.DataSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every test picture of CIFAR-10 against every training picture, pixel by pixel. */
final class PixelNeighbors {
    private static final int FOLDS = 5;

    private PixelNeighbors() {}

    static Map<String, Double> cityBlocks(Setting setting) {
        long start = System.nanoTime();
        Pictures pictures = Pictures.of(setting);
        Map<String, Double> figures = search(setting, pictures, Metric.L1);
        setting.tell("L1: now which k, by folds");
        CrossValidation tried = CrossValidation.of(
                pictures.train(),
                new Folds(pictures.train().labels().length, FOLDS),
                NeighborAssignment.KS,
                Metric.L1,
                Voting.MAJORITY);
        figures.put("best k", (double) tried.best());
        figures.put("mean accuracy of the folds", tried.mean(NeighborAssignment.KS.indexOf(tried.best())));
        figures.put("search and folds s", seconds(start));
        return figures;
    }

    static Map<String, Double> straightLines(Setting setting) {
        return search(setting, Pictures.of(setting), Metric.L2);
    }

    private static Map<String, Double> search(Setting setting, Pictures pictures, Metric metric) {
        NearestNeighbors classifier = NearestNeighbors.of(pictures.train(), metric);
        setting.tell(metric + ": searching");
        long start = System.nanoTime();
        Neighbors neighbors = classifier.search().nearest(pictures.test().points(), 1);
        double seconds = seconds(start);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(
                "test accuracy, k = 1",
                classifier.accuracy(neighbors, pictures.test().labels()));
        figures.put("search s", seconds);
        return figures;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Both halves as points. */
    private record Pictures(Labeled train, Labeled test) {
        static Pictures of(Setting setting) {
            DataSet set = setting.data("cifar10");
            return new Pictures(Labeled.of(set.train()), Labeled.of(set.test()));
        }
    }
}
