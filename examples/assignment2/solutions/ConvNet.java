import module fovea.lessons;

/*
 * Assignment 2, exercise 5: a convolutional net from the library's layers, solved.
 */

/** Pictures [N, 3, 16, 16] → 3 × 3 convolution to 16 channels, padded by 1 → ReLU → 2 × 2 maximum → scores [N, 10]. */
Layer net(RandomGenerator random) {
    return Sequential.of(
            Conv2dLayer.of(3, 16, Window.of(3, 3).withPadding(1), random),
            Tensor::relu,
            MaxPoolLayer.of(2),
            new Flatten(),
            Linear.of(16 * 8 * 8, 10, random));
}

/** How many parameters that net has, calculated on paper. */
int parameters() {
    return 16 * (3 * 3 * 3) + 16 + 10 * (16 * 8 * 8) + 10;
}

/** Trains until the net knows a few pictures by heart: what any net that is put together rightly can do. */
void fit(Layer net, Loader pictures) {
    Optimizer optimizer = Adam.of(net);
    new Trainer(net, optimizer, Schedule.constant(3e-3), Loss::crossEntropy, List.of())
            .fit(pictures, pictures, 40, Position.START);
}

void main() {
    var sheet = new Assignment("Assignment 2, convolutional net");
    var random = new SplittableRandom(1);
    int known = 448 + 10_250; // conv 3·3·3·16 + 16, linear 1024·10 + 10
    sheet.same(
            "shape of the scores",
            () -> shape(net(random).forward(Tensor.zeros(Shape.of(2, 3, 16, 16)))),
            new int[] {2, 10},
            "after the maximum there are 16 channels of 8 × 8 pixels");
    sheet.number("parameters on paper", () -> parameters(), known);
    sheet.number("parameters of the net", () -> count(net(random)), known);
    sheet.atLeast(
            "a fresh net's loss is near log 10",
            () -> 0.5 - Math.abs(start(net(random)) - Math.log(10)),
            0,
            "scores should begin near 0");

    var pictures = new Scenes(0, 40, 16, 1).inMemory();
    var loader = new Loader(pictures, Normalization.of(pictures), LoaderOptions.training(40, 1));
    var conv = Conv2dLayer.of(3, 16, Window.of(3, 3).withPadding(1), random);
    var ready = Sequential.of(conv, Tensor::relu, new Flatten(), Linear.of(16 * 16 * 16, 10, random));
    var hint = "does the optimizer change this net's parameters?";
    sheet.atLeast("knows 40 pictures by heart", () -> learned(ready, loader), 0.95, hint);
    IO.println(sheet);
}

int[] shape(Tensor t) {
    return IntStream.range(0, t.shape().rank()).map(t.shape()::size).toArray();
}

double count(Layer net) {
    return net.parameters().stream().mapToLong(p -> p.shape().elements()).sum();
}

double start(Layer net) {
    Tensor x = RandomStream.of(1).normal(Shape.of(20, 3, 16, 16));
    return Loss.crossEntropy(net.forward(x), Tensor.of(Shape.of(20), new int[20])).item();
}

double learned(Layer net, Loader pictures) {
    fit(net, pictures);
    return new Evaluator(net, Loss::crossEntropy).run(pictures).accuracy();
}
