import module fovea.classic;
import module fovea.plot;

/**
 * Lets Rosenblatt's perceptron turn its line whenever it is wrong, until it is not; and where no line will do, forever.
 *
 * <p>Lecture 3, part 15. About 2 s.
 */
void main() throws IOException {
    var random = new SplittableRandom(1);
    var apart = points(0.15, random);
    var mixed = points(-0.3, random);

    var lines = new ArrayList<Curves.Line>();
    for (var examples : List.of(apart, mixed)) {
        var perceptron = LinearClassifier.zeros(2, 2);
        int[] mistakes = ExampleRule.PERCEPTRON.learn(perceptron, examples, 1, 40, random);
        String name = examples == apart ? "a line parts them" : "no line parts them";
        IO.println("%-18s mistakes by round: %s".formatted(name, Arrays.toString(Arrays.copyOf(mistakes, Math.min(12, mistakes.length)))));
        IO.println("%-18s at the end %.0f %% are right".formatted("", 100 * perceptron.accuracy(examples)));
        lines.add(Curves.Line.of(name, Arrays.stream(mistakes).asDoubleStream().toArray()));
    }
    Files.createDirectories(Path.of("runs/lessons"));
    Curves.of("The perceptron's rule", "rounds", Curves.Panel.of("mistakes of 200", lines.toArray(Curves.Line[]::new)))
            .picture()
            .png(Path.of("runs/lessons/PerceptronRule.png"));
}

/** Two classes on either side of a line, {@code gap} away from it at least; below 0 they overlap. */
Examples points(double gap, SplittableRandom random) {
    var rows = new float[200][];
    var labels = new int[200];
    for (int i = 0; i < 200; ) {
        double x = 2 * random.nextDouble() - 1;
        double y = 2 * random.nextDouble() - 1;
        int label = i % 2;
        if ((label == 1 ? 1 : -1) * (x + 2 * y) / Math.sqrt(5) > gap) {
            rows[i] = new float[] {(float) x, (float) y};
            labels[i++] = label;
        }
    }
    return Examples.of(rows, labels, 2);
}
