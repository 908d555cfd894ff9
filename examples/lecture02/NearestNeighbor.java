import module fovea.classic;
import module fovea.plot;

/**
 * Remembers a thousand pictures and gives a new one the label of the picture nearest to it.
 *
 * <p>Lecture 2, part 1. About 3 s.
 */
void main() throws IOException {
    // Small drawn scenes stand in for photographs. For CIFAR-10: DataSets.open("cifar10", SetOptions.DEFAULT).
    var set = Scenes.dataSet(1, 1000, 200, 32);
    var train = Labeled.of(set.train()); // a point of 32 · 32 · 3 bytes for each picture
    var test = Labeled.of(set.test());

    var classifier = NearestNeighbors.of(train, Metric.L2); // training is remembering
    var nearest = classifier.search().nearest(test.points(), 1); // all the work is here
    double accuracy = classifier.accuracy(nearest, test.labels());
    IO.println("right: %.1f %%, by chance: %.1f %%".formatted(100 * accuracy, 100.0 / train.classes()));

    var tiles = new ArrayList<Sheet.Tile>();
    for (int i = 0; i < 8; i++) {
        int place = nearest.place(i, 0);
        tiles.add(tile(set.test().get(i), "asked: " + set.classes().get(test.labels()[i])));
        tiles.add(tile(set.train().get(place), "nearest: " + set.classes().get(train.labels()[place])));
        IO.println("asked: %-9s nearest: %-9s %.0f away".formatted(
                set.classes().get(test.labels()[i]), set.classes().get(train.labels()[place]), nearest.distance(i, 0)));
    }
    Files.createDirectories(Path.of("runs/lessons"));
    Sheet.of("Nearest neighbors", tiles).withColumns(4).picture().png(Path.of("runs/lessons/NearestNeighbor.png"));
    IO.println("What is near in pixels has the same colors in the same places; what it shows matters less.");
}

Sheet.Tile tile(Sample sample, String words) {
    var image = sample.image();
    return new Sheet.Tile(new Pixels(image.width(), image.height(), 3, image.pixels()), words, "");
}
