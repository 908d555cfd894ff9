import module fovea.classic;

/**
 * Scores a picture of four pixels for three classes by weighted sums.
 *
 * <p>Lecture 2, part 20. About 1 s.
 */
void main() {
    // Two by two pixels, stretched into a column: top left, top right, bottom left, bottom right.
    var picture = Tensor.of(Shape.of(1, 4), 56f, 231, 24, 2);

    // A row of weights and a bias for each class: f(x) = W x + b.
    var classes = List.of("cat", "dog", "ship");
    var classifier = LinearClassifier.zeros(4, 3);
    classifier.set(
            Tensor.of(Shape.of(3, 4), 0.2f, -0.5f, 0.1f, 2.0f, 1.5f, 1.3f, 2.1f, 0.0f, 0.0f, 0.25f, 0.2f, -0.3f),
            Tensor.of(1.1f, 3.2f, -1.2f));

    float[] pixels = picture.toArray();
    float[] weights = classifier.weight().get().toArray();
    float[] biases = classifier.bias().get().toArray();
    float[] scores = classifier.forward(picture).toArray();
    for (int c = 0; c < 3; c++) {
        var sum = new StringJoiner(" + ");
        for (int j = 0; j < 4; j++) {
            sum.add("%.2f · %.0f".formatted(weights[4 * c + j], pixels[j]));
        }
        IO.println("%-4s  %s + %.1f = %.2f".formatted(classes.get(c), sum, biases[c], scores[c]));
    }
    int best = classifier.predict(picture).toInts()[0];
    IO.println("The highest score is that of the " + classes.get(best) + ". These weights are not good ones.");
}
