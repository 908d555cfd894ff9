import module fovea.train;

/** Learns exclusive-or, the smallest problem that a single layer cannot solve. */
void main() {
    var random = new SplittableRandom(42);
    var x = Tensor.of(Shape.of(4, 2), 0f, 0, 0, 1, 1, 0, 1, 1);
    var labels = Tensor.of(Shape.of(4), 0, 1, 1, 0);

    var model = Sequential.of(Linear.of(2, 8, random), Tensor::tanh, Linear.of(8, 2, random));
    var parameters = Variables.of(model).parameters();
    var optimizer = Sgd.of(model, 0.9, 0);
    optimizer.learningRate().set(Tensor.scalar(0.1));

    var step = Compiled.of(in -> {
        var result = Autograd.valueAndGradients(
                parameters, () -> Loss.crossEntropy(model.forward(in.get(0)), in.get(1)));
        optimizer.step(result.gradients());
        return List.of(result.value());
    });

    for (int i = 0; i <= 200; i++) {
        double loss = step.run(x, labels).getFirst().item();
        if (i % 50 == 0) {
            IO.println("step %3d  loss %.4f".formatted(i, loss));
        }
    }
    IO.println(model.forward(x).softmax());
}
