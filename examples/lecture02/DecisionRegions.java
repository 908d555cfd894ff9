import module fovea.classic;
import module fovea.plot;

/**
 * Colors the plane by the label that 1, 5 and 25 neighbors vote for, and watches islands go.
 *
 * <p>Lecture 2, part 4. About 2 s.
 */
void main() throws IOException {
    var random = new SplittableRandom(3);
    int n = 90, side = 140;
    var places = new float[2 * n];
    var labels = new int[n];
    for (int i = 0; i < n; i++) { // three clouds that overlap
        labels[i] = i % 3;
        places[2 * i] = (float) (side * (0.5 + 0.22 * Math.cos(2.1 * labels[i]) + 0.15 * random.nextGaussian()));
        places[2 * i + 1] = (float) (side * (0.5 + 0.22 * Math.sin(2.1 * labels[i]) + 0.15 * random.nextGaussian()));
    }
    var train = new Labeled(Points.of(Tensor.of(Shape.of(n, 2), places)), labels, 3);

    var grid = new float[2 * side * side];
    for (int i = 0; i < side * side; i++) {
        grid[2 * i] = i % side;
        grid[2 * i + 1] = i / side;
    }
    var classifier = NearestNeighbors.of(train, Metric.L2);
    var nearest = classifier.search().nearest(Points.of(Tensor.of(Shape.of(side * side, 2), grid)), 25);
    var own = classifier.search().nearest(train.points(), 25);

    var tiles = new ArrayList<Sheet.Tile>();
    for (int k : List.of(1, 5, 25)) {
        var regions = classifier.elect(nearest.first(k));
        double right = 100 * classifier.accuracy(own.first(k), labels);
        tiles.add(new Sheet.Tile(paint(regions, places, labels, side), "k = " + k, "%.0f %% of the dots".formatted(right)));
        IO.println("k = %2d: %5.1f %% of the points keep their own label, the borders are %4d steps long".formatted(
                k, right, borders(regions, side)));
    }
    Files.createDirectories(Path.of("runs/lessons"));
    Sheet.of("Who votes here?", tiles).withColumns(3).withSide(280).picture().png(Path.of("runs/lessons/DecisionRegions.png"));
    IO.println("With k = 1 every point is right about itself, and islands form around those on the wrong side.");
}

/** Steps to the right or down that lead into another region. */
long borders(int[] regions, int side) {
    return IntStream.range(0, side * (side - 1))
            .mapToLong(i -> (regions[i] != regions[i + side] ? 1 : 0) + (regions[i] != regions[i + 1] ? 1 : 0))
            .sum();
}

Pixels paint(int[] regions, float[] places, int[] labels, int side) {
    int[] light = {0xa6cee3, 0xfdd9b5, 0xb2dfc4}, dark = {0x0072b2, 0xd55e00, 0x009e73};
    var rgb = Arrays.stream(regions).map(label -> light[label]).toArray();
    for (int i = 0; i < labels.length; i++) {
        for (int d = 0; d < 9; d++) {
            int x = Math.clamp(Math.round(places[2 * i]) + d % 3 - 1, 0, side - 1);
            int y = Math.clamp(Math.round(places[2 * i + 1]) + d / 3 - 1, 0, side - 1);
            rgb[y * side + x] = dark[labels[i]];
        }
    }
    var bytes = new byte[3 * rgb.length];
    for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (rgb[i / 3] >> (16 - 8 * (i % 3)));
    }
    return new Pixels(side, side, 3, bytes);
}
