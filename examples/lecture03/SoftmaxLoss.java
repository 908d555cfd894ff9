import module fovea.classic;

/**
 * Turns the scores of a cat into probabilities and takes the logarithm, without overflowing.
 *
 * <p>Lecture 3, part 2. About 1 s.
 */
void main() {
    var classes = List.of("cat", "car", "frog");
    double[] scores = {3.2, 5.1, -1.7};
    double sum = Arrays.stream(scores).map(Math::exp).sum();
    for (int c = 0; c < 3; c++) {
        IO.println("%-4s  score %4.1f   e^score %6.2f   probability %.2f"
                .formatted(classes.get(c), scores[c], Math.exp(scores[c]), Math.exp(scores[c]) / sum));
    }
    IO.println("loss of a cat: −ln %.2f = %.2f".formatted(Math.exp(scores[0]) / sum, -Math.log(Math.exp(scores[0]) / sum)));

    var cat = Tensor.of(Shape.of(1), 0);
    IO.println("Fovea:         %.2f".formatted(Loss.crossEntropy(Tensor.of(Shape.of(1, 3), 3.2f, 5.1f, -1.7f), cat).item()));

    // At the beginning, with all scores near 0, it is ln C: a check worth making.
    IO.println("ten classes, all scores 0: %.4f, and ln 10 is %.4f"
            .formatted(Loss.crossEntropy(Tensor.zeros(Shape.of(1, 10)), cat).item(), Math.log(10)));

    // e^789 is more than a double holds; taking the highest score from all changes nothing else.
    double[] large = {123, 456, 789};
    double most = 789;
    double naive = Math.exp(large[2]) / Arrays.stream(large).map(Math::exp).sum();
    double stable = Math.exp(large[2] - most) / Arrays.stream(large).map(s -> Math.exp(s - most)).sum();
    IO.println("scores 123, 456, 789: %s naively, %s stably, %s by Fovea"
            .formatted(naive, stable, Tensor.of(Shape.of(1, 3), 123f, 456, 789).softmax().toArray()[2]));
}
