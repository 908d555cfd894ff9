import module fovea.classic;

/**
 * Hides the biases in the weights by giving every picture one more pixel, which is always 1.
 *
 * <p>Lecture 2, part 21. About 1 s.
 */
void main() {
    var random = new SplittableRandom(1);
    var classifier = LinearClassifier.random(4, 3, 1, random);
    var examples = Examples.of(new float[][] {{56, 231, 24, 2}, {12, 0, 200, 90}}, new int[] {0, 1}, 3);

    // W [3, 4] and b [3] become one matrix [3, 5]; x [2, 4] becomes [2, 5].
    Tensor weights = classifier.oneMatrix();
    Tensor x = examples.withOnes().x();
    IO.println("one matrix: " + weights);
    IO.println("pictures:   " + x);

    IO.println("x Wᵀ + b:   " + classifier.forward(examples.x()));
    IO.println("all at once: " + x.matmul(weights.transpose()));

    // Regularization should leave biases alone, and cannot tell them apart any more: so Fovea keeps both.
    var back = LinearClassifier.fromOneMatrix(weights);
    IO.println("apart again: " + back.bias().get());
}
