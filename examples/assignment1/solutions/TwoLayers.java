import module fovea.lessons;

/*
 * Assignment 1, exercise 4: a two-layer net by hand, solved.
 */

/** max(0, x W₁ᵀ + b₁), [N, H]; x [N, D], W₁ [H, D], b₁ [H]. */
Tensor hidden(TwoLayerNet net, Tensor x) {
    return x.matmul(net.w1().transpose()).add(net.b1()).relu();
}

/** The gradient by W₂ [C, H] of the loss, which is the mean cross-entropy plus ½ λ Σ W² of both weights. */
Tensor gradientW2(TwoLayerNet net, Tensor dScores, Tensor hidden, double lambda) {
    return dScores.transpose().matmul(hidden).add(net.w2().mul(lambda));
}

/** The gradient by b₂ [C]. */
Tensor gradientB2(Tensor dScores) {
    return dScores.sum(0).reshape(dScores.shape().size(1));
}

/** The gradient by what the rectifier was given, [N, H]; hidden [N, H] is what it gave. */
Tensor gradientBefore(TwoLayerNet net, Tensor dScores, Tensor hidden) {
    return dScores.matmul(net.w2()).mul(hidden.gt(0).cast(DType.F64));
}

/** The gradient by W₁ [H, D]. */
Tensor gradientW1(TwoLayerNet net, Tensor dBefore, Tensor x, double lambda) {
    return dBefore.transpose().matmul(x).add(net.w1().mul(lambda));
}

/** All of them together. */
TwoLayerNet gradients(TwoLayerNet net, Tensor x, Tensor labels, double lambda) {
    Tensor hidden = hidden(net, x);
    Tensor scores = hidden.matmul(net.w2().transpose()).add(net.b2());
    Tensor dScores = SoftmaxLoss.of(scores, labels).gradient(); // (p − oneHot) / N
    Tensor dBefore = gradientBefore(net, dScores, hidden);
    return new TwoLayerNet(
            gradientW1(net, dBefore, x, lambda),
            gradientB2(dBefore),
            gradientW2(net, dScores, hidden, lambda),
            gradientB2(dScores));
}

void main() {
    var sheet = new Assignment("Assignment 1, two-layer net");
    var random = new SplittableRandom(2);
    var net = TwoLayerNet.of(4, 10, 3, 0.8, random);
    Tensor x = Tensor.of(Shape.of(5, 4), random.doubles(20, -1, 1).toArray());
    Tensor labels = Tensor.of(Shape.of(5), 0, 1, 2, 2, 1);
    double lambda = 0.1;
    Tensor before = Affine.forward(x, net.w1(), net.b1());
    Tensor active = Rectifier.forward(before);
    Tensor dScores = SoftmaxLoss.of(Affine.forward(active, net.w2(), net.b2()), labels).gradient();

    sheet.answer("hidden", () -> hidden(net, x), active, Mistake.gives(before, "where is max(0, …)?"));
    sheet.gradient(
            "dW2",
            () -> gradientW2(net, dScores, active, lambda),
            t -> new TwoLayerNet(net.w1(), net.b1(), t, net.b2()).loss(x, labels, lambda),
            net.w2(),
            new Mistake("where is the penalty's λ W?", right -> right.sub(net.w2().mul(lambda))));
    sheet.gradient(
            "db2",
            () -> gradientB2(dScores),
            t -> new TwoLayerNet(net.w1(), net.b1(), net.w2(), t).loss(x, labels, lambda),
            net.b2(),
            Mistake.times(0.2, "a sum over the batch, not a mean: dScores is divided by N already"));
    sheet.gradient(
            "dBefore",
            () -> gradientBefore(net, dScores, active),
            t -> SoftmaxLoss.of(Affine.forward(t.relu(), net.w2(), net.b2()), labels).loss(),
            before,
            Mistake.gives(dScores.matmul(net.w2()), "the rectifier lets nothing back where it gave 0"));
    Tensor dBefore = Rectifier.backward(dScores.matmul(net.w2()), before);
    sheet.gradient(
            "dW1",
            () -> gradientW1(net, dBefore, x, lambda),
            t -> new TwoLayerNet(t, net.b1(), net.w2(), net.b2()).loss(x, labels, lambda),
            net.w1(),
            new Mistake("where is the penalty's λ W?", right -> right.sub(net.w1().mul(lambda))));

    // All together, on three arms of a spiral that no line divides.
    sheet.atLeast("learns a spiral", () -> learn(random), 0.9, "if all gradients are right, are they put together rightly?");
    IO.println(sheet);
}

double learn(SplittableRandom random) {
    var spiral = Spiral.of(30, 3, random);
    Tensor x = spiral.x().cast(DType.F64);
    var net = TwoLayerNet.of(2, 40, 3, 0.5, random);
    for (int i = 0; i < 400; i++) {
        net = net.minus(gradients(net, x, spiral.labels(), 1e-4), 1);
    }
    return spiral.accuracy(net.forward(x));
}
