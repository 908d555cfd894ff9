import module fovea.lessons;

/*
 * Assignment 1, exercise 3: the softmax classifier. Fill the holes, run the file, and read what the checks say.
 */

/** p[n, c] = exp s[n, c] / Σ exp s[n, ·] for scores [N, C], also where scores are in the hundreds. */
Tensor probabilities(Tensor scores) {
    return Hole.fill("the probabilities, [N, C]; take each row's largest score off first, so that nothing overflows");
}

/** −(1/N) Σₙ log p[n, labelₙ] + ½ λ Σ W², where p are the probabilities of the scores x Wᵀ; right [N, C] is 1 at each label. */
Tensor loss(Tensor w, Tensor x, Tensor right, double lambda) {
    Tensor p = x.matmul(w.transpose()).softmax();
    return Hole.fill("the mean of −log p at the labels, plus ½ λ Σ W²; a scalar");
}

/** The gradient of the loss by W, [C, D]. */
Tensor gradient(Tensor w, Tensor x, Tensor right, double lambda) {
    int n = x.shape().size(0);
    Tensor p = x.matmul(w.transpose()).softmax();
    Tensor dScores = Hole.fill("the gradient by the scores: what p has too much, divided by N; [N, C]");
    return dScores.transpose().matmul(x).add(w.mul(lambda));
}

void main() {
    var sheet = new Assignment("Assignment 1, softmax");
    Tensor scores = Tensor.of(Shape.of(2, 3), 0.0, Math.log(2), Math.log(5), 1000, 1000, 0);
    Tensor shares = Tensor.of(Shape.of(2, 3), 0.125, 0.25, 0.625, 0.5, 0.5, 0);
    sheet.answer("probabilities, of large scores too", () -> probabilities(scores), shares);

    var random = new SplittableRandom(4);
    Tensor x = Tensor.of(Shape.of(6, 5), random.doubles(30, -1, 1).toArray());
    Tensor w = Tensor.of(Shape.of(4, 5), random.doubles(20, -1, 1).toArray());
    Tensor labels = Tensor.of(Shape.of(6), 0, 3, 1, 2, 2, 0);
    Tensor right = new OneHot(4, DType.F64).apply(labels);
    sheet.number(
            "the loss of a guess is log C",
            () -> loss(w.mul(0), x, right, 0).item(),
            Math.log(4),
            Mistake.times(6, "did you divide by N?"));
    Function<Tensor, Tensor> reference = t ->
            Loss.crossEntropy(x.matmul(t.transpose()), labels).add(t.square().sum().mul(0.05));
    sheet.number("the loss with its penalty", () -> loss(w, x, right, 0.1).item(), reference.apply(w).item());
    sheet.gradient(
            "the gradient",
            () -> gradient(w, x, right, 0.1),
            reference,
            w,
            new Mistake("did you divide by N?", g -> g.sub(w.mul(0.1)).mul(6).add(w.mul(0.1))),
            new Mistake("is it p − right, or the other way round?", g -> w.mul(0.2).sub(g)));
    IO.println(sheet);
}
