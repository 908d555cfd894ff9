import module fovea.classic;
import module fovea.plot;

/**
 * Draws the rows of a linear classifier's weights as pictures: one template a class, which must do for all that the class looks like.
 *
 * <p>Lecture 2, part 22. About 3 s.
 */
void main() throws IOException {
    // Horses look left or right, cars are red, ships lie in the sea. CIFAR-10 can be put in their place:
    // Examples.pixels(DataSets.open("cifar10", SetOptions.DEFAULT).train()), pictures of 32 × 32.
    var random = new SplittableRandom(1);
    var names = List.of("horse", "car", "ship");
    var samples = IntStream.range(0, 900)
            .mapToObj(i -> new Sample("picture " + i, picture(i % 3, random), i % 3))
            .toList();
    var pixels = Examples.pixels(new MemorySource(samples, names));
    var examples = pixels.scaled(Scaling.centering(pixels.x()));

    var classifier = LinearClassifier.zeros(16 * 16 * 3, 3);
    QuasiNewton.of(40).run(classifier, new Objective(examples, Loss::crossEntropy, 1e-2), random);
    IO.println("right: %.1f %%".formatted(100 * classifier.accuracy(examples)));

    var tiles = new ArrayList<Sheet.Tile>();
    for (int i = 0; i < 6; i++) {
        tiles.add(tile(samples.get(i).image(), "a " + names.get(i % 3)));
    }
    var templates = classifier.templates(16, 16, 3);
    for (int c = 0; c < 3; c++) {
        tiles.add(tile(templates.get(c), "template: " + names.get(c)));
    }
    Files.createDirectories(Path.of("runs/lessons"));
    Path file = Path.of("runs/lessons/Templates.png");
    Sheet.of("What a linear classifier looks for", tiles).withColumns(3).picture().png(file);
    IO.println("The horse's template has two heads: " + file);
}

Sheet.Tile tile(Image image, String words) {
    return new Sheet.Tile(new Pixels(16, 16, 3, image.pixels()), words, "");
}

/** 16 × 16 pixels; the ground varies, what is on it hardly. */
Image picture(int kind, SplittableRandom random) {
    int[] ground = {random.nextInt(90, 150), random.nextInt(110, 160), random.nextInt(90, 150)};
    boolean left = random.nextBoolean();
    var pixels = new byte[16 * 16 * 3];
    for (int y = 0; y < 16; y++) {
        for (int x = 0; x < 16; x++) {
            int seen = left ? x : 15 - x;
            boolean horse = y >= 7 && y < 10 && x >= 3 && x < 13 || y >= 10 && y < 14 && (x == 4 || x == 11)
                    || y >= 3 && y < 8 && seen >= 2 && seen < 4 || y >= 3 && y < 5 && seen < 4;
            boolean car = y >= 7 && y < 11 && x >= 2 && x < 14 || y >= 5 && y < 7 && x >= 5 && x < 11;
            boolean hull = y >= 6 && y < 10 && x >= y - 4 && x < 20 - y;
            int[] color = kind == 0 && horse
                    ? new int[] {120, 70, 30}
                    : kind == 1 && car
                            ? new int[] {210, 40, 40}
                            : kind == 2 && hull
                                    ? new int[] {230, 230, 230}
                                    : kind == 2 && y >= 10 ? new int[] {40, 80, 190} : ground;
            for (int c = 0; c < 3; c++) {
                pixels[(y * 16 + x) * 3 + c] = (byte) Math.clamp(color[c] + random.nextInt(-25, 26), 0, 255);
            }
        }
    }
    return Image.of(16, 16, 3, pixels);
}
