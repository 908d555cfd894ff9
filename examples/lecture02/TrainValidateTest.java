import module fovea.classic;

/**
 * Splits pictures in three: to learn from, to choose by, and to measure on once; and shows what peeking costs.
 *
 * <p>Lecture 2, part 6. About 3 s.
 */
void main() {
    // Labels that are pure chance: whatever is chosen, the truth is 50 %.
    var random = new SplittableRandom(8);
    var points = new float[900 * 20];
    for (int i = 0; i < points.length; i++) {
        points[i] = (float) random.nextGaussian();
    }
    var labels = IntStream.range(0, 900).map(_ -> random.nextInt(2)).toArray();
    var all = new Labeled(Points.of(Tensor.of(Shape.of(900, 20), points)), labels, 2);

    var train = all.at(IntStream.range(0, 700).toArray());
    var validation = all.at(IntStream.range(700, 800).toArray());
    var test = all.at(IntStream.range(800, 900).toArray());

    int byValidation = best(train, validation);
    int byTest = best(train, test);
    IO.println("chosen on validation: choice %d, %.0f %% on validation, %.0f %% on test"
            .formatted(byValidation, 100 * accuracy(train, validation, byValidation), 100 * accuracy(train, test, byValidation)));
    IO.println("chosen on test:       choice %d, %.0f %% on test, and nothing left that could tell the truth: 50 %%"
            .formatted(byTest, 100 * accuracy(train, test, byTest)));
}

/** Sixty settings: three metrics, twenty numbers of neighbors. */
int best(Labeled train, Labeled judged) {
    return IntStream.range(0, 60)
            .reduce((a, b) -> accuracy(train, judged, b) > accuracy(train, judged, a) ? b : a)
            .orElseThrow();
}

double accuracy(Labeled train, Labeled judged, int choice) {
    var classifier = NearestNeighbors.of(train, Metric.values()[choice / 20]);
    return classifier.accuracy(classifier.search().nearest(judged.points(), 2 * (choice % 20) + 1), judged.labels());
}
