import module fovea.lessons;

/**
 * Finds a mistake in a gradient by measuring slopes, and shows how large a step and which formula measure best.
 *
 * <p>Lecture 4, part 6. About 2 s.
 */
void main() {
    // The softmax loss of six examples and four classes, and its gradient by the scores: (p − oneHot) / N.
    var random = new SplittableRandom(3);
    Tensor scores = Tensor.of(Shape.of(6, 4), random.doubles(24, -2, 2).toArray());
    Tensor labels = Tensor.of(Shape.of(6), 0, 3, 1, 2, 2, 0);
    UnaryOperator<Tensor> loss = s -> SoftmaxLoss.of(s, labels).loss();
    Tensor right = SoftmaxLoss.of(scores, labels).gradient();
    Tensor wrong = right.mul(6); // forgot to divide by N
    IO.println("right: " + GradientCheck.of(loss, scores, right));
    IO.println("wrong: " + GradientCheck.of(loss, scores, wrong));

    // One-sided and centered differences of eˣ at 1, where the slope is e: the second is better by far, and both have a best h.
    IO.println("\n      h   one-sided    centered");
    for (double h : new double[] {1e-1, 1e-3, 1e-5, 1e-8, 1e-12}) {
        double one = (Math.exp(1 + h) - Math.exp(1)) / h;
        double two = (Math.exp(1 + h) - Math.exp(1 - h)) / (2 * h);
        IO.println("%7.0e %11.1e %11.1e".formatted(h, Math.abs(one - Math.E) / Math.E, Math.abs(two - Math.E) / Math.E));
    }

    // A kink: at 1e-6 the rectifier's slope is 1, but a step of 1e-4 reaches over to the other side.
    Tensor near = Tensor.of(Shape.of(1), 1e-6);
    IO.println("\nat a kink: " + GradientCheck.of(t -> t.relu().sum(), near, Tensor.of(Shape.of(1), 1.0)));
}
