import module fovea.lessons;

/**
 * Draws what 3, 6 and 20 hidden units make of the same points: more units, more winding borders.
 *
 * <p>Lecture 4, part 10. About 3 s.
 */
void main() {
    // Two classes in the plane that overlap a little, 60 points.
    var random = new SplittableRandom(5);
    var x = new float[120];
    var labels = new int[60];
    for (int i = 0; i < 60; i++) {
        double angle = random.nextDouble(2 * Math.PI), radius = i % 2 == 0 ? 0.35 : 0.85;
        x[2 * i] = (float) (radius * Math.cos(angle) + 0.2 * random.nextGaussian());
        x[2 * i + 1] = (float) (radius * Math.sin(angle) + 0.2 * random.nextGaussian());
        labels[i] = i % 2;
    }
    Tensor points = Tensor.of(Shape.of(60, 2), x), truth = Tensor.of(Shape.of(60), labels);

    var panels = new ArrayList<Regions.Panel>();
    for (int hidden : new int[] {3, 6, 20}) {
        Layer net = Sequential.of(Linear.of(2, hidden, random), Tensor::tanh, Linear.of(hidden, 2, random));
        fit(net, points, truth);
        double right = net.forward(points).argmax(1).cast(DType.I32).eq(truth).cast(DType.F32).mean().item();
        IO.println("%2d hidden units: %.0f %% of the points learned".formatted(hidden, 100 * right));
        panels.add(Sketches.regions(hidden + " hidden units", 1.5, net::forward, points, labels));
    }
    Sketches.keep("hidden-units", new Regions("How many hidden units?", panels).picture());
    IO.println("The border that fits every point is not the best one: rather a large net that is regularized than a small one.");
}

void fit(Layer net, Tensor x, Tensor labels) {
    var optimizer = Adam.of(net);
    optimizer.setLearningRate(0.05);
    var step = Compiled.of(in -> {
        var result = Autograd.valueAndGradients(
                net.parameters(), () -> Loss.crossEntropy(net.forward(in.get(0)), in.get(1)));
        optimizer.step(result.gradients());
        return List.of(result.value());
    });
    for (int i = 0; i < 500; i++) {
        step.run(x, labels);
    }
}
