import module fovea.classic;
import module fovea.plot;

/**
 * Tells eights from ones by eight edge filters and their largest answers: a convolutional net without learning.
 *
 * <p>Lecture 5, part 3. About 2 s.
 */
void main() throws IOException {
    // Drawn here with a shaky hand; `fovea results 16.10` does it with MNIST, as Jeremy Howard did, and gets 96.1 %.
    var random = new SplittableRandom(1);
    var eights = drawn(200, true, random);
    var ones = drawn(200, false, random);

    // Eight maps of answers, the largest answer in each of 4 x 4 parts: 128 numbers, a fingerprint.
    var fingerprint = Fingerprint.ofEdges();
    var templates = Templates.of(List.of(fingerprint.of(ones), fingerprint.of(eights)));

    // A new picture is what its fingerprint is nearer to.
    for (boolean eight : new boolean[] {false, true}) {
        var answers = templates.nearest(fingerprint.of(drawn(500, eight, random))).toInts();
        int saidEight = Arrays.stream(answers).sum();
        IO.println("%s: %d taken for ones, %d for eights".formatted(eight ? "eights" : "ones  ", 500 - saidEight, saidEight));
    }

    var tiles = new ArrayList<Sheet.Tile>();
    for (int i = 0; i < 2; i++) {
        var picture = (i == 0 ? ones : eights).slice(0, 0, 1);
        tiles.add(new Sheet.Tile(Pixels.gray(28, 28, picture.toArray()), i == 0 ? "a one" : "an eight", ""));
        for (int filter : new int[] {0, 1, 4}) {
            var map = Filtering.correlate(picture, EdgeFilters.all()).select(1, filter);
            tiles.add(new Sheet.Tile(Pixels.gray(28, 28, map.toArray()), "filter " + filter, ""));
            var largest = fingerprint.of(picture).select(1, filter);
            tiles.add(new Sheet.Tile(Pixels.gray(4, 4, largest.toArray()), "largest", ""));
        }
    }
    Files.createDirectories(Path.of("runs/lessons"));
    Sheet.of("Fingerprints", tiles).withColumns(7).picture().png(Path.of("runs/lessons/EightOrOne.png"));
}

/** Pictures {@code [N, 1, 28, 28]} of one stroke, or of two rings. */
Tensor drawn(int count, boolean eight, RandomGenerator random) {
    var x = new float[count * 784];
    for (int n = 0; n < count; n++) {
        double slant = random.nextDouble(-0.25, 0.25);
        double middle = random.nextDouble(12, 15);
        double radius = random.nextDouble(3.5, 5);
        for (int i = 0; i < 784; i++) {
            double v = i / 28 - 13.5;
            double u = i % 28 - middle + slant * v;
            double away = eight ? Math.abs(Math.hypot(u, Math.abs(v) - radius) - radius) : Math.hypot(u, Math.max(0, Math.abs(v) - 9));
            x[n * 784 + i] = (float) Math.clamp(2 - away + 0.1 * random.nextGaussian(), 0, 1);
        }
    }
    return Tensor.of(Shape.of(count, 1, 28, 28), x);
}
