import module fovea.train;
import module fovea.plot;

/**
 * Turns a classifier's fully connected layers into convolutions and lets it look everywhere in a larger picture at once.
 *
 * <p>Lecture 5, part 9. About 3 s.
 */
void main() throws IOException {
    // It learns to tell a disk from a ring in 12 x 12 pixels.
    var random = new SplittableRandom(1);
    var net = Sequential.of(
            Conv2dLayer.of(1, 8, Window.of(3, 3), random), Tensor::relu, MaxPoolLayer.of(2),
            new Flatten(), Linear.of(8 * 5 * 5, 16, random), Tensor::relu, Linear.of(16, 3, random));
    var optimizer = Adam.of(net);
    optimizer.setLearningRate(0.01);
    var x = new float[300 * 144];
    for (int n = 0; n < 300; n++) {
        draw(x, n * 144, 12, n % 3, 5.5 + random.nextDouble(-1, 1), 5.5 + random.nextDouble(-1, 1));
    }
    var pictures = Tensor.of(Shape.of(300, 1, 12, 12), x);
    var labels = Tensor.of(Shape.of(300), IntStream.range(0, 300).map(i -> i % 3).toArray());
    var step = Compiled.of(in -> {
        var result = Autograd.valueAndGradients(net.parameters(), () -> Loss.crossEntropy(net.forward(in.get(0)), in.get(1)));
        optimizer.step(result.gradients());
        return List.of(result.value());
    });
    for (int i = 0; i < 150; i++) {
        step.run(pictures, labels);
    }

    // The same weights, and no size any more.
    var dense = FullyConvolutional.of(net, Shape.of(1, 12, 12));
    double apart = dense.forward(pictures).flatten().sub(net.forward(pictures)).abs().max().item();
    IO.println("same answers at the old size: " + (apart < 1e-4));

    var large = new float[48 * 48];
    draw(large, 0, 48, 1, 12, 14);
    draw(large, 0, 48, 2, 34, 32);
    var answers = dense.forward(Tensor.of(Shape.of(1, 1, 48, 48), large)).softmax(1);
    IO.println("a picture of 48 x 48 gives a map " + answers.shape() + ": nothing, disk, ring");
    int side = answers.shape().size(2);
    var tiles = new ArrayList<>(List.of(new Sheet.Tile(Pixels.gray(48, 48, large), "the picture", "")));
    for (int kind = 1; kind < 3; kind++) {
        var map = answers.select(1, kind);
        int best = map.argmax().cast(DType.I32).toInts()[0];
        IO.println("%s: surest at row %d, column %d".formatted(
                kind == 1 ? "disk" : "ring", 2 * (best / side) + 6, 2 * (best % side) + 6));
        tiles.add(new Sheet.Tile(Pixels.gray(side, side, map.toArray()), kind == 1 ? "disk?" : "ring?", ""));
    }
    Files.createDirectories(Path.of("runs/lessons"));
    Sheet.of("Everywhere at once", tiles).picture().png(Path.of("runs/lessons/DensePrediction.png"));
}

/** Kind 0 is nothing, 1 a disk, 2 a ring, 4 pixels in radius. */
void draw(float[] x, int at, int side, int kind, double row, double column) {
    for (int i = 0; i < side * side; i++) {
        double away = Math.hypot(i / side - row, i % side - column);
        if (kind > 0 && away < 4.5 && (kind == 1 || away > 2.5)) {
            x[at + i] = 1;
        }
    }
}
