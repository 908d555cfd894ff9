import module fovea.classic;
import module fovea.plot;

/**
 * Draws the landscape of a loss: a slice along a line, and a plane with the way that descent takes through it.
 *
 * <p>Lecture 3, part 7. About 3 s.
 */
void main() throws IOException {
    // Points on a line to be told apart at 0, with one weight and one bias that count: a landscape of two directions.
    var random = new SplittableRandom(1);
    var rows = new float[60][1];
    var labels = new int[60];
    for (int i = 0; i < 60; i++) {
        labels[i] = i % 2;
        rows[i][0] = (float) (random.nextGaussian() + (labels[i] == 1 ? 1.2 : -0.6));
    }
    var examples = Examples.of(rows, labels, 2);
    var middle = LinearClassifier.zeros(1, 2);
    var weight = LinearClassifier.zeros(1, 2);
    weight.set(Tensor.of(Shape.of(2, 1), -0.5f, 0.5f), Tensor.zeros(Shape.of(2)));
    var bias = LinearClassifier.zeros(1, 2);
    bias.set(Tensor.zeros(Shape.of(2, 1)), Tensor.of(-0.5f, 0.5f));

    double[] a = IntStream.rangeClosed(-20, 60).mapToDouble(i -> i / 10.0).toArray();
    double[] b = IntStream.rangeClosed(-40, 30).mapToDouble(i -> i / 10.0).toArray();
    var svm = new LossSurface(new Objective(examples, new MulticlassSvm(), 0), middle, weight, bias);
    var softmax = new LossSurface(new Objective(examples, Loss::crossEntropy, 0), middle, weight, bias);

    Files.createDirectories(Path.of("runs/lessons"));
    Curves.of("Slices of two losses", "weight, at bias 0", Curves.Panel.of("loss",
                    new Curves.Line("SVM: straight pieces", a, svm.along(a)),
                    new Curves.Line("softmax: smooth", a, softmax.along(a))))
            .picture()
            .png(Path.of("runs/lessons/LossSlices.png"));
    Surface.of("The softmax loss", "weight", "bias", a, b, softmax.over(a, b))
            .withTrails(way("steps of 2", 2, 25, softmax.objective()), way("steps of 12: too long", 12, 25, softmax.objective()))
            .picture()
            .png(Path.of("runs/lessons/LossLandscape.png"));
    IO.println("runs/lessons/LossSlices.png and LossLandscape.png: a bowl, whichever way it is cut");
}

/** Where descent goes in this landscape, from a bad beginning. */
Surface.Trail way(String name, double rate, int steps, Objective objective) {
    var classifier = LinearClassifier.zeros(1, 2);
    classifier.set(Tensor.of(Shape.of(2, 1), 0.75f, -0.75f), Tensor.of(-1f, 1f));
    double[] a = new double[steps];
    double[] b = new double[steps];
    for (int i = 0; i < steps; i++) {
        a[i] = 2 * classifier.weight().get().toArray()[1];
        b[i] = 2 * classifier.bias().get().toArray()[1];
        new GradientDescent(1, rate, 0).run(classifier, objective, new SplittableRandom(1));
    }
    IO.println("%-22s loss %.4f after %d steps".formatted(name, objective.value(classifier), steps));
    return new Surface.Trail(name, a, b);
}
