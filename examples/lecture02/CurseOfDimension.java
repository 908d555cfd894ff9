import module fovea.classic;
import module fovea.plot;

/**
 * Counts how many points it takes to fill a space, and shows that in many dimensions everything is equally far.
 *
 * <p>Lecture 2, part 7. About 2 s.
 */
void main() throws IOException {
    IO.println("To have one point in every tenth of each axis:");
    for (int size : List.of(1, 2, 3, 10)) {
        IO.println("  %2d dimensions: %,.0f points".formatted(size, Math.pow(10, size)));
    }
    IO.println("A picture of CIFAR-10 has 3,072, and there are 50,000 of them.");

    var sizes = List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024);
    var ratios = new ArrayList<Double>();
    for (int size : sizes) {
        var points = uniform(1000, size, 1);
        var queries = uniform(20, size, 2);
        var sorted = new ExactSearch(points, Metric.L2).nearest(queries, 1000);
        double ratio = IntStream.range(0, 20)
                .mapToDouble(q -> sorted.distance(q, 0) / sorted.distance(q, 999))
                .average()
                .orElseThrow();
        ratios.add(ratio);
        IO.println("%4d dimensions: the nearest of 1,000 is %.3f times as far as the farthest".formatted(size, ratio));
    }
    Files.createDirectories(Path.of("runs/lessons"));
    var line = new Curves.Line(
            "nearest / farthest",
            sizes.stream().mapToDouble(size -> Math.log(size) / Math.log(2)).toArray(),
            ratios.stream().mapToDouble(ratio -> ratio).toArray());
    Curves.of("Everything far away", "dimensions, as a power of 2", Curves.Panel.of("ratio of distances", line))
            .picture()
            .png(Path.of("runs/lessons/CurseOfDimension.png"));
}

Points uniform(int count, int size, long seed) {
    var random = new SplittableRandom(seed);
    var values = new float[count * size];
    for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble();
    }
    return Points.of(Tensor.of(Shape.of(count, size), values));
}
