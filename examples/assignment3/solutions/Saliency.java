import module fovea.lessons;

/*
 * Assignment 3, exercise 3: pictures by gradient, solved.
 */

/** A small convolutional net with fixed weights: pictures [1, 3, H, W] → scores [1, 4]. */
record Net(Tensor w1, Tensor w2) {
    Tensor scores(Tensor x) {
        return x.conv2d(w1, 1, 1).tanh().mean(2, 3).reshape(1, w2.shape().size(1)).matmul(w2.transpose());
    }

    Tensor score(Tensor x, int label) {
        return scores(x).slice(1, label, label + 1).sum();
    }
}

/** How much each pixel matters for a class, [H, W]: the largest size over the channels of the score's gradient. */
Tensor saliency(Net net, Tensor x, int label) {
    Tensor gradient = Autograd.gradient(x, t -> net.score(t, label)); // [1, 3, H, W]
    return gradient.abs().max(1).reshape(x.shape().size(2), x.shape().size(3));
}

/** A step towards a picture that the class likes: up the gradient of score − ½ λ Σ x². */
Tensor visualize(Net net, Tensor x, int label, double lambda, double rate) {
    return x.add(Autograd.gradient(x, t -> net.score(t, label)).sub(x.mul(lambda)).mul(rate));
}

/** A step of length `rate` towards another class: along the gradient of its score, divided by its norm. */
Tensor fool(Net net, Tensor x, int target, double rate) {
    Tensor gradient = Autograd.gradient(x, t -> net.score(t, target));
    return x.add(gradient.mul(rate).div(gradient.square().sum().sqrt()));
}

void main() {
    var sheet = new Assignment("Assignment 3, pictures by gradient");
    var random = new SplittableRandom(12);
    var net = new Net(draw(random, 5, 3, 3, 3), draw(random, 4, 5));
    Tensor x = draw(random, 1, 3, 5, 4);
    Tensor slopes = GradientCheck.numeric(t -> net.score(t, 2), x, 1e-3);
    sheet.answer(
            "saliency",
            () -> saliency(net, x, 2),
            slopes.abs().max(1).reshape(5, 4),
            Mistake.gives(slopes.max(1).reshape(5, 4), "its size counts, not its sign"));
    Tensor towards = x.add(slopes.sub(x.mul(0.1)).mul(0.5));
    sheet.answer(
            "a step of visualization",
            () -> visualize(net, x, 2, 0.1, 0.5),
            towards,
            Mistake.gives(x.sub(slopes.sub(x.mul(0.1)).mul(0.5)), "up the gradient, not down"),
            Mistake.gives(x.add(slopes.mul(0.5)), "where is the penalty?"));
    Tensor unit = slopes.div(slopes.square().sum().sqrt());
    sheet.answer(
            "a fooling step",
            () -> fool(net, x, 2, 0.3),
            x.add(unit.mul(0.3)),
            Mistake.gives(x.add(slopes.mul(0.3)), "divide by the gradient's norm"));
    sheet.atLeast("fools the net in 100 steps", () -> fooled(net, x), 1, "is the step taken towards the target?");
    IO.println(sheet);
}

/** 1 if the net's answer has become the least likely class. */
double fooled(Net net, Tensor x) {
    int target = (int) net.scores(x).argmin(1).cast(DType.F64).item();
    Tensor picture = x;
    for (int i = 0; i < 100 && net.scores(picture).argmax(1).cast(DType.F64).item() != target; i++) {
        picture = fool(net, picture, target, 0.2);
    }
    return net.scores(picture).argmax(1).cast(DType.F64).item() == target ? 1 : 0;
}

Tensor draw(SplittableRandom random, int... sizes) {
    Shape shape = Shape.of(sizes);
    return Tensor.of(shape, random.doubles(shape.elements(), -1, 1).toArray());
}
