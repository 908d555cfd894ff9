import module fovea.classic;
import module fovea.plot;

/**
 * Looks for pictures alike by their pixels and by what a network makes of them, and compares what is found.
 *
 * <p>Lecture 2, part 12. About 3 s.
 */
void main() throws IOException {
    var scenes = new Scenes(0, 600, 32, 1).inMemory();
    var pictures = Labeled.of(scenes);
    var x = Tensor.of(Shape.of(600, 32, 32, 3), pictures.points().floats(0, 600)).div(255).permute(0, 3, 1, 2);

    // A network with random weights already looks for edges and blobs wherever they are. A trained one does far better:
    // fovea train --data scenes, then fovea search --run runs/… --in FOLDER PICTURE.
    var random = new SplittableRandom(4);
    var network = Sequential.of(
            Conv2dLayer.of(3, 64, Window.of(5, 5), random), Tensor::relu, y -> y.maxPool2d(4, 4), Tensor::flatten,
            Linear.of(64 * 49, 10, random));
    var seen = Points.of(Features.of(network, x)); // what the last layer is given

    var byPixels = new ExactSearch(pictures.points(), Metric.L2).nearest(pictures.points(), 6);
    var byFeatures = new ExactSearch(seen, Metric.COSINE).nearest(seen, 6);
    IO.println("a picture has %,d pixels' numbers and %,d features".formatted(pictures.points().size(), seen.size()));
    IO.println("five nearest of the same class by pixels:   %.1f %%".formatted(100 * alike(byPixels, pictures.labels())));
    IO.println("five nearest of the same class by features: %.1f %%".formatted(100 * alike(byFeatures, pictures.labels())));

    var tiles = new ArrayList<Sheet.Tile>();
    for (int q : List.of(3, 14, 25)) {
        for (var found : List.of(byPixels, byFeatures)) {
            for (int i = 0; i < 6; i++) {
                var image = scenes.get(found.place(q, i)).image();
                tiles.add(new Sheet.Tile(
                        new Pixels(32, 32, 3, image.pixels()),
                        i == 0 ? "asked for" : scenes.classes().get(pictures.labels()[found.place(q, i)]),
                        found == byPixels ? "by pixels" : "by features"));
            }
        }
    }
    Files.createDirectories(Path.of("runs/lessons"));
    Sheet.of("Pictures alike", tiles).withColumns(6).withSide(64).picture().png(Path.of("runs/lessons/SimilarPictures.png"));
}

/** The first found is the picture itself. */
double alike(Neighbors found, int[] labels) {
    return IntStream.range(0, found.queries())
            .mapToLong(q -> IntStream.range(1, 6).filter(i -> labels[found.place(q, i)] == labels[q]).count())
            .sum() / (5.0 * found.queries());
}
