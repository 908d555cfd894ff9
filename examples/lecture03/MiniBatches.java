import module fovea.classic;
import module fovea.plot;

/**
 * Follows the slope of a few examples at a time: each step is worse, but for the same work there are many more.
 *
 * <p>Lecture 3, part 9. About 3 s.
 */
void main() throws IOException {
    var random = new SplittableRandom(1);
    var rows = new float[4096][20];
    var labels = new int[4096];
    for (int i = 0; i < 4096; i++) {
        labels[i] = i % 4;
        for (int j = 0; j < 20; j++) {
            rows[i][j] = (float) (random.nextGaussian() + (j % 4 == labels[i] ? 0.5 : 0));
        }
    }
    var objective = new Objective(Examples.of(rows, labels, 4), Loss::crossEntropy, 0);

    // Ten looks at all examples, divided into steps of different sizes.
    var lines = new ArrayList<Curves.Line>();
    for (int batch : new int[] {16, 128, 1024, 4096}) {
        int steps = 4096 / batch;
        var classifier = LinearClassifier.zeros(20, 4);
        double[] looks = new double[11];
        double[] losses = new double[11];
        losses[0] = objective.value(classifier);
        for (int look = 1; look <= 10; look++) {
            StochasticDescent.of(steps, batch, batch < 128 ? 0.05 : 0.3).run(classifier, objective, random);
            looks[look] = look;
            losses[look] = objective.value(classifier);
        }
        IO.println("%4d examples a step, %4d steps: loss %.4f after one look at the data, %.4f after ten"
                .formatted(batch, 10 * steps, losses[1], losses[10]));
        lines.add(new Curves.Line(batch + " a step", looks, losses));
    }
    Files.createDirectories(Path.of("runs/lessons"));
    Curves.of("Mini-batches", "looks at the data", Curves.Panel.of("loss over all examples", lines.toArray(Curves.Line[]::new)))
            .picture()
            .png(Path.of("runs/lessons/MiniBatches.png"));
}
