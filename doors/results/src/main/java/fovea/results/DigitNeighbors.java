package fovea.results;

import fovea.classic.Deskew;
import fovea.classic.Labeled;
import fovea.classic.Points;
import fovea.classic.neighbor.Metric;
import fovea.classic.neighbor.NearestNeighbors;
import fovea.classic.neighbor.Neighbors;
import fovea.data.DataSet;
import fovea.data.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** MNIST's digits by their neighbors: as they are, and then upright and blurred. */
final class DigitNeighbors {
    private static final int HELD = 10_000;
    private static final List<Double> WIDTHS = List.of(0.7, 1.0, 1.3);
    private static final List<Integer> KS = List.of(1, 3, 4, 5, 7);

    private DigitNeighbors() {}

    static Map<String, Double> run(Setting setting) {
        DataSet set = setting.data("mnist");
        Map<String, Double> figures = new LinkedHashMap<>();
        Labeled test = Labeled.of(set.test());
        NearestNeighbors plain = NearestNeighbors.of(Labeled.of(set.train()), Metric.L2);
        long start = System.nanoTime();
        Neighbors neighbors = plain.search().nearest(test.points(), 3);
        figures.put("search s", (System.nanoTime() - start) / 1e9);
        figures.put("test error, L2, k = 3", 1 - plain.accuracy(neighbors, test.labels()));
        Choice best = choose(setting, set.train());
        NearestNeighbors upright = NearestNeighbors.of(upright(set.train(), best.width()), best.metric());
        Labeled uprightTest = upright(set.test(), best.width());
        figures.put("blur chosen, pixels", best.width());
        figures.put("k chosen", (double) best.k());
        figures.put("cosine chosen", best.metric() == Metric.COSINE ? 1.0 : 0.0);
        figures.put(
                "test error, deskewed and blurred",
                1 - upright.accuracy(upright.search().nearest(uprightTest.points(), best.k()), uprightTest.labels()));
        return figures;
    }

    private record Choice(double width, Metric metric, int k, double accuracy) {}

    /** By the accuracy on the last pictures of training, when the others are remembered. */
    private static Choice choose(Setting setting, Source train) {
        Choice best = new Choice(0, Metric.L2, 1, 0);
        int[] learned = IntStream.range(0, train.size() - HELD).toArray();
        int[] held = IntStream.range(train.size() - HELD, train.size()).toArray();
        for (double width : WIDTHS) {
            Labeled all = upright(train, width);
            Labeled judged = all.at(held);
            for (Metric metric : List.of(Metric.L2, Metric.COSINE)) {
                NearestNeighbors tried = NearestNeighbors.of(all.at(learned), metric);
                Neighbors neighbors = tried.search().nearest(judged.points(), 7);
                for (int k : KS) {
                    double accuracy = tried.accuracy(neighbors.first(k), judged.labels());
                    best = accuracy > best.accuracy() ? new Choice(width, metric, k, accuracy) : best;
                }
                setting.tell("blurred by %.1f pixels, %s: best so far %s".formatted(width, metric, best));
            }
        }
        return best;
    }

    private static Labeled upright(Source source, double width) {
        Labeled plain = Labeled.of(source);
        Deskew deskew = new Deskew(source.height(), source.width(), width);
        float[] values = new float[source.size() * plain.points().size()];
        IntStream.range(0, source.size()).parallel().forEach(i -> {
            float[] picture = deskew.apply(plain.points().floats(i, i + 1));
            System.arraycopy(picture, 0, values, i * picture.length, picture.length);
        });
        return new Labeled(
                new Points.Floats(source.size(), plain.points().size(), values), plain.labels(), plain.classes());
    }
}
