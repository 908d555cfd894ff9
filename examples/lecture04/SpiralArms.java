import module fovea.lessons;

/**
 * Three arms of a spiral: a linear classifier gets half of the points, a hidden layer nearly all of them.
 *
 * <p>Lecture 4, part 8. About 3 s.
 */
void main() {
    var spiral = Spiral.of(100, 3, new SplittableRandom(42));
    var random = new SplittableRandom(7);
    Layer linear = Linear.of(2, 3, random);
    Layer net = Sequential.of(Linear.of(2, 100, random), Tensor::relu, Linear.of(100, 3, random));

    fit(linear, spiral);
    fit(net, spiral);
    double half = spiral.accuracy(linear.forward(spiral.x()));
    double most = spiral.accuracy(net.forward(spiral.x()));
    IO.println("softmax: %.1f %%   with 100 hidden units: %.1f %%".formatted(100 * half, 100 * most));

    int[] labels = spiral.labels().toInts();
    var picture = Regions.of(
            "Three arms of a spiral",
            Sketches.regions("softmax: %.0f %%".formatted(100 * half), 1.2, linear::forward, spiral.x(), labels),
            Sketches.regions("two layers: %.0f %%".formatted(100 * most), 1.2, net::forward, spiral.x(), labels));
    IO.println("drawn: " + Sketches.keep("spiral-arms", picture.picture()));
}

/** A few hundred steps on all points at once. The notes take 10,000 plain ones; Adam needs fewer. */
void fit(Layer model, Spiral spiral) {
    var optimizer = Adam.of(model);
    optimizer.setLearningRate(0.03);
    var step = Compiled.of(in -> {
        var result = Autograd.valueAndGradients(
                model.parameters(), () -> Loss.crossEntropy(model.forward(in.get(0)), in.get(1)));
        optimizer.step(result.gradients());
        return List.of(result.value());
    });
    for (int i = 0; i < 400; i++) {
        step.run(spiral.x(), spiral.labels());
    }
}
