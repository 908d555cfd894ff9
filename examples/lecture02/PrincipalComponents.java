import module fovea.classic;
import module fovea.plot;

/**
 * Finds the directions in which pictures differ most, and draws pictures again from a handful of numbers.
 *
 * <p>Lecture 2, part 8. About 3 s.
 */
void main() throws IOException {
    var set = Scenes.dataSet(1, 1000, 200, 32);
    var train = Labeled.of(set.train());
    var test = Labeled.of(set.test());
    var pca = Pca.of(train.points(), 64);

    var tiles = new ArrayList<Sheet.Tile>();
    for (int i = 0; i < 6; i++) {
        tiles.add(tile(test.points().floats(i, i + 1), "as it is", "3,072 numbers"));
    }
    for (int components : List.of(4, 16, 64)) {
        var fewer = first(pca, components);
        var restored = fewer.restore(fewer.project(test.points()));
        for (int i = 0; i < 6; i++) {
            tiles.add(tile(restored.floats(i, i + 1), "restored", components + " numbers"));
        }
        var small = new Labeled(fewer.project(train.points()), train.labels(), train.classes());
        var classifier = NearestNeighbors.of(small, Metric.L2);
        var found = classifier.search().nearest(fewer.project(test.points()), 1);
        IO.println("%2d of 3,072 numbers hold %.0f %% of the variance; nearest neighbor %.1f %% right".formatted(
                components, 100 * fewer.explained(), 100 * classifier.accuracy(found, test.labels())));
    }
    Files.createDirectories(Path.of("runs/lessons"));
    Sheet.of("Principal components", tiles).withColumns(6).withSide(64).picture()
            .png(Path.of("runs/lessons/PrincipalComponents.png"));
}

Pca first(Pca pca, int components) {
    var places = IntStream.range(0, components).toArray();
    return new Pca(pca.mean(), pca.axes().at(places), Arrays.copyOf(pca.variances(), components), pca.total());
}

Sheet.Tile tile(float[] values, String first, String second) {
    var bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) Math.clamp(Math.round(values[i]), 0, 255);
    }
    return new Sheet.Tile(new Pixels(32, 32, 3, bytes), first, second);
}
