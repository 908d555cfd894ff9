import module fovea.classic;
import module fovea.plot;

/**
 * Measures distances in city blocks (L1) and in straight lines (L2), and turns the axes under both.
 *
 * <p>Lecture 2, part 2. About 3 s.
 */
void main() throws IOException {
    // All points at distance 1 from the middle: a square standing on its corner, and a circle.
    var tiles = new ArrayList<Sheet.Tile>();
    for (var metric : List.of(Metric.L1, Metric.L2)) {
        var pixels = new byte[101 * 101];
        for (int i = 0; i < pixels.length; i++) {
            double distance = distance(metric, (i % 101 - 50) / 40f, (i / 101 - 50) / 40f);
            pixels[i] = (byte) (Math.abs(distance - 1) < 0.03 ? 0 : 255);
        }
        tiles.add(new Sheet.Tile(new Pixels(101, 101, 1, pixels), metric + ": all at distance 1", ""));
    }
    Files.createDirectories(Path.of("runs/lessons"));
    Sheet.of("Two ideas of near", tiles).picture().png(Path.of("runs/lessons/CityBlocks.png"));

    for (int degrees = 0; degrees <= 45; degrees += 15) {
        float x = (float) Math.cos(Math.toRadians(degrees)), y = (float) Math.sin(Math.toRadians(degrees));
        IO.println("a line of length 1, turned by %2d degrees:  L1 %.3f  L2 %.3f"
                .formatted(degrees, distance(Metric.L1, x, y), distance(Metric.L2, x, y)));
    }

    // Where each axis means something of its own, L1 may do better; try both.
    var set = Scenes.dataSet(1, 1000, 200, 32);
    var test = Labeled.of(set.test());
    for (var metric : Metric.values()) {
        var classifier = NearestNeighbors.of(Labeled.of(set.train()), metric);
        double accuracy = classifier.accuracy(classifier.search().nearest(test.points(), 1), test.labels());
        IO.println("nearest neighbor by %-6s  %.1f %% right".formatted(metric, 100 * accuracy));
    }
}

double distance(Metric metric, float x, float y) {
    return metric.between(Points.of(Tensor.of(Shape.of(1, 2), x, y)), 0, Points.of(Tensor.zeros(Shape.of(1, 2))), 0);
}
