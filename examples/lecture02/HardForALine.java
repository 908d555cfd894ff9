import module fovea.classic;

/**
 * Shows what no linear classifier can do: opposite quarters, a disk in a ring and islands; and what a feature more can do.
 *
 * <p>Lecture 2, part 23. About 2 s.
 */
void main() {
    tell("one half against the other", (x, y) -> x + 0.5 * y > 0);
    tell("opposite quarters", (x, y) -> x * y > 0);
    tell("a disk inside a ring", (x, y) -> x * x + y * y < 0.5);
    tell("a pattern of islands", (x, y) -> Math.sin(4 * x) * Math.sin(4 * y) > 0.5);
}

void tell(String what, BiPredicate<Double, Double> isBlue) {
    var random = new SplittableRandom(1);
    var plain = new float[400][];
    var richer = new float[400][];
    var labels = new int[400];
    for (int i = 0; i < 400; i++) {
        double x = 2 * random.nextDouble() - 1;
        double y = 2 * random.nextDouble() - 1;
        labels[i] = isBlue.test(x, y) ? 1 : 0;
        plain[i] = new float[] {(float) x, (float) y};
        richer[i] = new float[] {(float) x, (float) y, (float) (x * y), (float) (x * x + y * y)};
    }
    IO.println("%-27s x and y: %3.0f %%   with x y and x² + y²: %3.0f %%"
            .formatted(what, fitted(plain, labels), fitted(richer, labels)));
}

double fitted(float[][] rows, int[] labels) {
    var examples = Examples.of(rows, labels, 2);
    var classifier = LinearClassifier.zeros(rows[0].length, 2);
    QuasiNewton.of(50).run(classifier, new Objective(examples, Loss::crossEntropy, 1e-4), new SplittableRandom(1));
    return 100 * classifier.accuracy(examples);
}
