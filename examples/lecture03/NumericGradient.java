import module fovea.classic;

/**
 * Feels for the slope, one weight after the other, and compares it with what calculus says.
 *
 * <p>Lecture 3, part 6. About 2 s.
 */
void main() {
    var random = new SplittableRandom(1);
    var rows = new float[50][4];
    var labels = new int[50];
    for (int i = 0; i < 50; i++) {
        labels[i] = random.nextInt(3);
        for (int j = 0; j < 4; j++) {
            rows[i][j] = (float) (random.nextGaussian() + (j == labels[i] ? 2 : 0));
        }
    }
    var objective = new Objective(Examples.of(rows, labels, 3), Loss::crossEntropy, 0);
    var classifier = LinearClassifier.random(4, 3, 0.1, random);

    // The analytic gradient: exact, fast, easy to get wrong. The numeric one: approximate, slow, easy to write.
    float[] exact = objective.gradientOf(classifier).get().gradients().get(classifier.weight()).toArray();
    float[] weights = classifier.weight().get().toArray();
    double h = 1e-2; // small enough for the slope, large enough for floats
    double worst = 0;
    for (int i = 0; i < weights.length; i++) {
        double up = lossWith(classifier, objective, weights, i, h);
        double down = lossWith(classifier, objective, weights, i, -h);
        double numeric = (up - down) / (2 * h); // centered: the error shrinks with h², not h
        double error = Math.abs(numeric - exact[i]) / Math.max(Math.abs(numeric), Math.abs(exact[i]));
        worst = Math.max(worst, error);
        if (i < 4) {
            IO.println("W[0, %d]   numeric %9.5f   exact %9.5f   relative error %.0e".formatted(i, numeric, exact[i], error));
        }
    }
    IO.println("of all %d the largest relative error is %.0e; in double precision 1e-7 and less is usual"
            .formatted(weights.length, worst));
}

double lossWith(LinearClassifier classifier, Objective objective, float[] weights, int i, double by) {
    float[] moved = weights.clone();
    moved[i] += (float) by;
    classifier.weight().set(Tensor.of(classifier.weight().shape(), moved));
    double loss = objective.value(classifier);
    classifier.weight().set(Tensor.of(classifier.weight().shape(), weights));
    return loss;
}
