import module fovea.classic;

/**
 * Computes the multiclass SVM loss of a cat, a car and a frog by hand, and then by Fovea.
 *
 * <p>Lecture 3, part 1. About 1 s.
 */
void main() {
    var classes = List.of("cat", "car", "frog");
    double[][] scores = {{3.2, 5.1, -1.7}, {1.3, 4.9, 2.0}, {2.2, 2.5, -3.1}}; // of three pictures, one of each

    // Each wrong class should score less than the right one by 1; what is missing is the loss.
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double loss = 0;
        var terms = new StringJoiner(" + ");
        for (int c = 0; c < 3; c++) {
            if (c != i) {
                double margin = Math.max(0, scores[i][c] - scores[i][i] + 1);
                terms.add("max(0, %.1f − %.1f + 1)".formatted(scores[i][c], scores[i][i]));
                loss += margin;
            }
        }
        IO.println("%-4s  %s = %.1f".formatted(classes.get(i), terms, loss));
        sum += loss;
    }
    IO.println("mean  %.2f".formatted(sum / 3));

    var all = Tensor.of(Shape.of(3, 3), 3.2f, 5.1f, -1.7f, 1.3f, 4.9f, 2, 2.2f, 2.5f, -3.1f);
    var labels = Tensor.of(Shape.of(3), 0, 1, 2);
    var svm = new MulticlassSvm();
    IO.println("Fovea %.2f, with squares %.2f"
            .formatted(svm.of(all, labels).item(), svm.withSquared(true).of(all, labels).item()));

    // Questions of the lecture. At the beginning all scores are near 0: the loss is the number of wrong classes.
    IO.println("all scores 0: %.2f".formatted(svm.of(Tensor.zeros(Shape.of(3, 3)), labels).item()));
    // The car can move a little and its loss stays 0.
    IO.println("the car half a point lower: %.2f"
            .formatted(svm.of(Tensor.of(Shape.of(1, 3), 1.3f, 4.4f, 2), Tensor.of(Shape.of(1), 1)).item()));
}
