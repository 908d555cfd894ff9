import module fovea.classic;

/**
 * Compares two losses: the SVM is content once the margin is kept, softmax never is.
 *
 * <p>Lecture 3, part 3. About 1 s.
 */
void main() {
    var first = Tensor.of(Shape.of(1), 0); // the first class is the right one
    IO.println("scores             SVM      softmax");
    for (var scores : List.of(
            new float[] {10, -2, 3}, new float[] {10, 9, 9}, new float[] {10, -100, -100}, new float[] {10, 9.5f, 9})) {
        var x = Tensor.of(Shape.of(1, 3), scores);
        IO.println("%-18s %-8.4f %.2e".formatted(
                Arrays.toString(scores).replace(".0", ""),
                new MulticlassSvm().of(x, first).item(),
                Math.abs(Loss.crossEntropy(x, first).item())));
    }

    // How sure softmax is depends on how long the weights are: half the scores, and probabilities are nearer each other.
    for (double scale : new double[] {2, 1, 0.5, 0.1}) {
        float[] p = Tensor.of(Shape.of(1, 3), 1f, -2, 0).mul(scale).softmax().toArray();
        IO.println("scores 1, −2, 0 times %.1f: probabilities %.2f %.2f %.2f".formatted(scale, p[0], p[1], p[2]));
    }
}
