package fovea.results;

import fovea.classic.Points;
import fovea.classic.neighbor.Distances;
import fovea.data.DataSet;
import fovea.data.Source;
import fovea.device.Region;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;

/** How long a distance matrix takes that is written with two loops, with one, and with none. */
final class DistanceTimes {
    private static final int CALLS = 10;

    private DistanceTimes() {}

    static Map<String, Double> run(Setting setting) {
        DataSet set = setting.data("cifar10");
        Tensor points = pixels(set.train().first(5000));
        Tensor queries = pixels(set.test().first(500));
        Tensor points8 = points.cast(DType.U8);
        Tensor queries8 = queries.cast(DType.U8);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("no loop, first call s", seconds(queries8, points8, Distances::noLoop));
        figures.put("no loop s", least(queries8, points8));
        figures.put("no loop, f32 s", least(queries, points));
        setting.tell("one loop, then two");
        figures.put("one loop s", seconds(queries, points, Distances::oneLoop));
        long start = System.nanoTime();
        Tensor pairs = Distances.twoLoops(queries, points);
        figures.put("two loops s", (System.nanoTime() - start) / 1e9);
        figures.put(
                "largest difference",
                Distances.noLoop(queries8, points8).sub(pairs).abs().max().item());
        return figures;
    }

    private static Tensor pixels(Source source) {
        Points points = Points.of(source);
        return Tensor.of(Shape.of(points.count(), points.size()), points.floats(0, points.count()));
    }

    private static double least(Tensor queries, Tensor points) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < CALLS; i++) {
            least = Math.min(least, seconds(queries, points, Distances::noLoop));
        }
        return least;
    }

    private static double seconds(Tensor queries, Tensor points, BinaryOperator<Tensor> matrix) {
        long start = System.nanoTime();
        Shape done = Region.run(() -> matrix.apply(queries, points).shape());
        if (done.elements() != 500L * 5000) {
            throw new IllegalStateException("a matrix of " + done + "\n  there must be 500 rows of 5,000");
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
