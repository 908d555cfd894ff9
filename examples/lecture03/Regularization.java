import module fovea.classic;

/**
 * Prefers weights that are spread over all inputs: two that score alike, and fits with more and more λ.
 *
 * <p>Lecture 3, part 4. About 2 s.
 */
void main() {
    float[] peaked = {1, 0, 0, 0};
    float[] spread = {0.25f, 0.25f, 0.25f, 0.25f};
    for (var w : List.of(peaked, spread)) {
        double score = 0;
        double squares = 0;
        double sizes = 0;
        for (float each : w) {
            score += each; // x is 1, 1, 1, 1
            squares += each * each;
            sizes += Math.abs(each);
        }
        IO.println("w = %-24s score %.0f   L2 Σ w² = %.2f   L1 Σ |w| = %.0f"
                .formatted(Arrays.toString(w), score, squares, sizes));
    }

    // Sixty points of twenty numbers, of which two matter: without λ the rest is learned by heart.
    var random = new SplittableRandom(1);
    var seen = points(60, random);
    var fresh = points(2000, random);
    for (double penalty : new double[] {0, 1e-4, 1e-3, 1e-2, 1e-1, 1}) {
        var classifier = LinearClassifier.zeros(20, 2);
        QuasiNewton.of(80).run(classifier, new Objective(seen, Loss::crossEntropy, penalty), random);
        IO.println("λ = %-6s Σ W² = %8.3f   right of seen %5.1f %%, of fresh %5.1f %%".formatted(
                penalty,
                classifier.weight().get().square().sum().item(),
                100 * classifier.accuracy(seen),
                100 * classifier.accuracy(fresh)));
    }
}

Examples points(int count, SplittableRandom random) {
    var rows = new float[count][20];
    var labels = new int[count];
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < 20; j++) {
            rows[i][j] = (float) random.nextGaussian();
        }
        labels[i] = rows[i][0] + rows[i][1] + 0.7 * random.nextGaussian() > 0 ? 1 : 0;
    }
    return Examples.of(rows, labels, 2);
}
