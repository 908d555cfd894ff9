import module fovea.classic;
import module fovea.plot;

/**
 * Learns features without labels: k-means on whitened patches finds edges and colors, and a linear classifier uses them.
 *
 * <p>Lecture 3, part 13. About 3 s.
 */
void main() throws IOException {
    // As Coates and Ng did with CIFAR-10 and 4,000 centers: DataSets.open("cifar10", SetOptions.DEFAULT).train()
    var seen = new Scenes(0, 600, 32, 1);
    var fresh = new Scenes(1, 300, 32, 1);
    var code = PatchCode.learn(seen, new PatchCode.PatchSize(6, 2), 6000, 64, 10, new SplittableRandom(1));
    var raw = code.of(seen);
    var scaling = Scaling.standardizing(raw.x(), 0.01);
    var objective = new Objective(raw.scaled(scaling), new SquaredHinges(), 0.1);
    var classifier = LinearClassifier.zeros(raw.features(), 10);
    QuasiNewton.of(40).run(classifier, objective, new SplittableRandom(1));
    IO.println("64 centers, %d numbers a picture: right of seen %.1f %%, of fresh %.1f %%".formatted(
            raw.features(),
            100 * classifier.accuracy(objective.examples()),
            100 * classifier.accuracy(code.of(fresh).scaled(scaling))));

    // Centers as pictures: a matrix of 64 rows, stretched from black to white, is what templates are drawn from.
    var centers = LinearClassifier.zeros(6 * 6 * 3, 64);
    centers.set(code.centers(), Tensor.zeros(Shape.of(64)));
    var pictures = centers.templates(6, 6, 3).stream()
            .map(image -> new Pixels(6, 6, 3, image.pixels()))
            .toList();
    Files.createDirectories(Path.of("runs/lessons"));
    Path file = Path.of("runs/lessons/LearnedPatches.png");
    Sheet.plain(pictures, 8).picture().png(file);
    IO.println("what pictures are made of: " + file);
}
