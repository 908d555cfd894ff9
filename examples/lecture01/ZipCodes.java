import module fovea.train;
import module fovea.zoo;

/**
 * Takes LeCun's net of 1989 apart, layer by layer, and teaches it to read the digits of a pocket calculator.
 *
 * <p>Lecture 1, part 2. About 3 s.
 */
void main() {
    // Few connections, shared weights: 1,256 units and 64,660 connections, but only 9,760 numbers to learn.
    var random = new SplittableRandom(1);
    var net = LeNet1989.of(random);
    for (var row : Summary.of(net, Shape.of(1, 1, 16, 16)).rows()) {
        if (row.parameters() > 0) {
            IO.println("%-4s %-28s %-14s %5d parameters".formatted(row.name(), row.kind(), row.output(), row.parameters()));
        }
    }

    // As in 1989: the right unit should say 1 and the others −1, and every error counts by its square.
    // For digits people wrote, `fovea results 4.4` does the same with MNIST.
    var labels = Tensor.of(Shape.of(1000), IntStream.range(0, 1000).map(i -> i % 10).toArray());
    var x = digits(1000, random);
    var optimizer = Sgd.of(net, 0.9, 0);
    var step = Compiled.of(in -> {
        var target = in.get(1).oneHot(10).cast(DType.F32).mul(2).sub(1);
        var result = Autograd.valueAndGradients(
                net.parameters(), () -> net.forward(in.get(0)).sub(target).square().mean());
        optimizer.step(result.gradients());
        return List.of(result.value());
    });
    optimizer.setLearningRate(0.1);
    for (int epoch = 1; epoch <= 15; epoch++) {
        double error = 0;
        for (int b = 0; b < 1000; b += 20) {
            error += step.run(x.slice(0, b, b + 20), labels.slice(0, b, b + 20)).getFirst().item() / 50;
        }
        if (epoch % 5 == 0) {
            IO.println("epoch %2d  squared error %.3f".formatted(epoch, error));
        }
    }
    var answers = net.forward(digits(500, random)).argmax(1).toInts();
    long right = IntStream.range(0, 500).filter(i -> answers[i] == i % 10).count();
    IO.println("%.1f %% of 500 new digits right".formatted(right / 5.0));
}

/** Digits of seven strokes, anywhere on a noisy ground; 0 to 9 in turn. Which strokes: a bit each, from above to below. */
Tensor digits(int count, RandomGenerator random) {
    int[] strokes = {0b1110111, 0b0100100, 0b1011101, 0b1101101, 0b0101110, 0b1101011, 0b1111011, 0b0100101, 0b1111111, 0b1101111};
    var x = new float[count * 256];
    for (int n = 0; n < count; n++) {
        int top = 1 + random.nextInt(4);
        int left = 1 + random.nextInt(7);
        for (int i = 0; i < 256; i++) {
            int row = i / 16 - top;
            int column = i % 16 - left;
            int stroke = column > 0 && column < 7 && row % 5 == 0 ? new int[] {0, 3, 6, -1}[Math.clamp(row / 5, 0, 3)]
                    : row > 0 && row < 10 && column == 0 ? (row < 5 ? 1 : 4)
                    : row > 0 && row < 10 && column == 7 ? (row < 5 ? 2 : 5) : -1;
            boolean ink = stroke >= 0 && (strokes[n % 10] >> stroke & 1) == 1;
            x[n * 256 + i] = (float) Math.clamp((ink ? 1 : -1) + 0.5 * random.nextGaussian(), -1, 1);
        }
    }
    return Tensor.of(Shape.of(count, 1, 16, 16), x);
}
