package fovea.results;

import fovea.classic.Points;
import fovea.classic.neighbor.Distances;
import fovea.data.DataSet;
import fovea.device.Region;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** How long a distance matrix takes that is written with two loops, with one, and with none. */
final class DistanceTimes {
    private static final int CALLS = 10;

    private DistanceTimes() {}

    static Map<String, Double> run(Setting setting) {
        DataSet set = setting.data("cifar10");
        Points.Bytes points8 = Points.of(set.train().first(5000));
        Points.Bytes queries8 = Points.of(set.test().first(500));
        Tensor points = floats(points8);
        Tensor queries = floats(queries8);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("no loop, first call s", seconds(() -> Distances.noLoop(queries8, points8)));
        figures.put("no loop s", least(() -> Distances.noLoop(queries8, points8)));
        figures.put("no loop, f32 s", least(() -> Distances.noLoop(queries, points)));
        setting.tell("one loop, then two");
        figures.put("one loop s", seconds(() -> Distances.oneLoop(queries, points)));
        long start = System.nanoTime();
        Tensor pairs = Distances.twoLoops(queries, points);
        figures.put("two loops s", (System.nanoTime() - start) / 1e9);
        figures.put(
                "largest difference",
                Distances.noLoop(queries8, points8).sub(pairs).abs().max().item());
        return figures;
    }

    private static Tensor floats(Points points) {
        return Tensor.of(Shape.of(points.count(), points.size()), points.floats(0, points.count()));
    }

    private static double least(Supplier<Tensor> matrix) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < CALLS; i++) {
            least = Math.min(least, seconds(matrix));
        }
        return least;
    }

    private static double seconds(Supplier<Tensor> matrix) {
        long start = System.nanoTime();
        Shape done = Region.run(() -> matrix.get().shape());
        if (done.elements() != 500L * 5000) {
            throw new IllegalStateException("a matrix of " + done + "\n  there must be 500 rows of 5,000");
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
