import module fovea.lessons;

/*
 * Assignment 2, exercise 2: batch normalization, solved.
 */

/** x̂ = (x − μ) / √(σ² + ε) with each feature's mean and variance over the batch; x [N, D]. */
Tensor normal(Tensor x, double epsilon) {
    Tensor centered = x.sub(x.mean(0));
    return centered.div(centered.square().mean(0).add(epsilon).sqrt());
}

/** The gradients by γ and β of y = γ x̂ + β, as two rows [2, D]. */
Tensor gammaAndBeta(Tensor dy, Tensor normal) {
    Tensor dGamma = dy.mul(normal).sum(0);
    return Tensor.concat(0, dGamma.reshape(1, dy.shape().size(1)), dy.sum(0).reshape(1, dy.shape().size(1)));
}

/** The gradient by x of x̂, [N, D], from that by x̂; deviation [1, D] is √(σ² + ε). */
Tensor backward(Tensor dNormal, Tensor normal, Tensor deviation) {
    int n = dNormal.shape().size(0), d = dNormal.shape().size(1);
    Tensor sum = dNormal.sum(0).reshape(1, d), along = dNormal.mul(normal).sum(0).reshape(1, d);
    return dNormal.mul(n).sub(sum).sub(normal.mul(along)).div(deviation.mul(n));
}

/** What is kept for later: 0.9 of the old mean and 0.1 of the batch's. */
Tensor running(Tensor old, Tensor x) {
    return old.mul(0.9).add(x.mean(0).reshape(old.shape()).mul(0.1));
}

void main() {
    var sheet = new Assignment("Assignment 2, batch normalization");
    var random = new SplittableRandom(5);
    Tensor x = Tensor.of(Shape.of(6, 3), random.doubles(18, 2, 9).toArray());
    Tensor dy = Tensor.of(Shape.of(6, 3), random.doubles(18, -1, 1).toArray());
    Tensor one = Tensor.of(Shape.of(3), 1.0, 1, 1), zero = one.mul(0);
    var library = BatchNormByHand.forward(x, one, zero, 1e-5);
    sheet.answer(
            "forward",
            () -> normal(x, 1e-5),
            library.normal(),
            new Mistake("the variance is the mean over N, not over N − 1", right -> right.mul(Math.sqrt(5 / 6.0))),
            Mistake.gives(library.centered(), "divide by the deviation"));
    sheet.answer(
            "mean 0 and deviation 1",
            () -> Tensor.concat(0, normal(x, 0).mean(0), normal(x, 0).square().mean(0)).add(1),
            Tensor.of(Shape.of(6), 1.0, 1, 1, 2, 2, 2));
    sheet.gradient(
            "dγ and dβ",
            () -> gammaAndBeta(dy, library.normal()),
            t -> library.normal().mul(t.slice(0, 0, 1)).add(t.slice(0, 1, 2)).mul(dy).sum(),
            Tensor.of(Shape.of(2, 3), 1.0, 2, 3, 4, 5, 6));
    sheet.gradient(
            "dx",
            () -> backward(dy, library.normal(), library.deviation()),
            t -> BatchNormByHand.forward(t, one, zero, 1e-5).y().mul(dy).sum(),
            x,
            Mistake.gives(dy.div(library.deviation()), "mean and variance depend on x too: two terms are missing"),
            Mistake.times(6, "divide by N"));
    sheet.answer("running mean", () -> running(Tensor.of(Shape.of(1), 1.0), Tensor.of(Shape.of(2, 1), 3.0, 5)),
            Tensor.of(Shape.of(1), 1.3),
            Mistake.gives(Tensor.of(Shape.of(1), 3.7), "0.9 belongs to the old one"));
    IO.println(sheet);
}
