import module fovea.classic;

/**
 * Throws away most numbers of every point by projecting at random, and keeps all distances nearly the same.
 *
 * <p>Lecture 2, part 9. About 2 s.
 */
void main() {
    var points = Points.of(Scenes.dataSet(1, 100, 10, 32).train()).toFloats();
    for (double slack : List.of(0.2, 0.4, 0.6)) {
        int enough = RandomProjection.components(points.count(), slack);
        IO.println("for squared distances within %2.0f %%, Johnson and Lindenstrauss ask for %,d numbers, however long points are"
                .formatted(100 * slack, enough));
    }
    for (int components : List.of(10, 50, 231, 1000)) {
        var near = RandomProjection.of(points.size(), components, new SplittableRandom(1)).project(points);
        var ratios = IntStream.range(0, points.count())
                .boxed()
                .flatMapToDouble(i -> IntStream.range(0, i).mapToDouble(j -> ratio(points, near, i, j)))
                .summaryStatistics();
        IO.println("%,5d of 3,072 numbers: squared distances times %.2f to %.2f, on average %.3f".formatted(
                components, ratios.getMin(), ratios.getMax(), ratios.getAverage()));
    }
}

double ratio(Points points, Points near, int i, int j) {
    double ratio = Metric.L2.between(near, i, near, j) / Metric.L2.between(points, i, points, j);
    return ratio * ratio;
}
