import module fovea.classic;
import module fovea.plot;

/**
 * Compares Adaline with the perceptron: it learns from every example, right or wrong, and comes to rest at least squares.
 *
 * <p>Lecture 3, part 16. About 2 s.
 */
void main() throws IOException {
    var random = new SplittableRandom(2);
    var rows = new float[200][];
    var labels = new int[200];
    for (int i = 0; i < 200; i++) {
        labels[i] = i % 2;
        double side = labels[i] == 1 ? 0.7 : -0.7;
        rows[i] = new float[] {(float) (side + random.nextGaussian()), (float) (side + 0.5 * random.nextGaussian())};
    }
    var examples = Examples.of(rows, labels, 2);
    var squares = new Objective(examples, new AdalineLoss(), 0);

    // The minimum of the squared errors, by L-BFGS.
    var best = LinearClassifier.zeros(2, 2);
    QuasiNewton.of(50).run(best, squares, random);
    IO.println("least squares: squared error %.4f, %.1f %% right".formatted(squares.value(best), 100 * best.accuracy(examples)));

    var lines = new ArrayList<Curves.Line>();
    for (var rule : ExampleRule.values()) {
        var neuron = LinearClassifier.zeros(2, 2);
        double[] right = new double[30];
        for (int round = 0; round < 30; round++) {
            rule.learn(neuron, examples, 0.01, 1, random);
            right[round] = neuron.accuracy(examples);
        }
        IO.println("%-10s after 30 rounds: squared error %.4f, %.1f %% right, between %.1f and %.1f in the last ten".formatted(
                rule,
                squares.value(neuron),
                100 * right[29],
                100 * Arrays.stream(right, 20, 30).min().orElseThrow(),
                100 * Arrays.stream(right, 20, 30).max().orElseThrow()));
        lines.add(Curves.Line.of(rule.name().toLowerCase(Locale.ROOT), right));
    }
    Files.createDirectories(Path.of("runs/lessons"));
    Curves.of("Two rules where no line parts the classes", "rounds", Curves.Panel.shares("right", lines.toArray(Curves.Line[]::new)))
            .picture()
            .png(Path.of("runs/lessons/AdalineRule.png"));
}
