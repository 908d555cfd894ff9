import module fovea.lessons;

/*
 * Assignment 1, exercise 2: the multiclass support vector machine. Fill the holes, run the file, and read what the checks say.
 */

/** The loss (1/N) Σₙ Σ over c ≠ labelₙ of max(0, sₙ[c] − sₙ[labelₙ] + 1), plus ½ λ Σ W². Scores s = x Wᵀ; x [N, D], W [C, D]. */
double loss(Tensor w, Tensor x, int[] labels, double lambda) {
    int n = x.shape().size(0), classes = w.shape().size(0);
    double[] scores = x.matmul(w.transpose()).toDoubles(); // score of class c for example i at i · classes + c
    double sum = Hole.fill("the sum of all margins max(0, s[c] − s[label] + 1) with c ≠ label, over all examples");
    return sum / n + lambda / 2 * w.square().sum().item();
}

/** The gradient of the loss by W, [C, D]. */
Tensor gradient(Tensor w, Tensor x, int[] labels, double lambda) {
    int n = x.shape().size(0), classes = w.shape().size(0);
    double[] scores = x.matmul(w.transpose()).toDoubles();
    double[] ds = new double[n * classes];
    for (int i = 0; i < n; i++) {
        for (int c = 0; c < classes; c++) {
            if (c != labels[i] && scores[i * classes + c] - scores[i * classes + labels[i]] + 1 > 0) {
                ds[i * classes + c] += 1.0 / n;
                ds[i * classes + labels[i]] -= 1.0 / n;
            }
        }
    }
    Tensor dScores = Tensor.of(Shape.of(n, classes), ds);
    return Hole.fill("dW from dScores [N, C] and x [N, D], and what the penalty ½ λ Σ W² adds; [C, D]");
}

void main() {
    var sheet = new Assignment("Assignment 1, support vector machine");
    // The slides' cat, car and frog: scores 3.2 5.1 −1.7, 1.3 4.9 2.0, 2.2 2.5 −3.1 and losses 2.9, 0 and 12.9.
    Tensor one = Tensor.of(Shape.of(3, 3), 1.0, 0, 0, 0, 1, 0, 0, 0, 1);
    Tensor w = Tensor.of(Shape.of(3, 3), 3.2, 1.3, 2.2, 5.1, 4.9, 2.5, -1.7, 2.0, -3.1);
    int[] animals = {0, 1, 2};
    var undivided = Mistake.times(3, "did you divide by N?");
    var itself = Mistake.gives(Tensor.scalar(15.8 / 3 + 1), "the right class itself is no wrong class: leave it out");
    sheet.number("the slides' three animals", () -> loss(w, one, animals, 0), 15.8 / 3, undivided, itself);

    var random = new SplittableRandom(4);
    Tensor x = Tensor.of(Shape.of(6, 5), random.doubles(30, -1, 1).toArray());
    Tensor v = Tensor.of(Shape.of(4, 5), random.doubles(20, -1, 1).toArray());
    int[] labels = {0, 3, 1, 2, 2, 0};
    sheet.number("weights of zero: every wrong class is within the margin", () -> loss(v.mul(0), x, labels, 0.5), 3);
    Function<Tensor, Tensor> reference = t -> new MulticlassSvm()
            .of(x.matmul(t.transpose()), Tensor.of(Shape.of(6), labels))
            .add(t.square().sum().mul(0.1 / 2));
    sheet.gradient(
            "the gradient",
            () -> gradient(v, x, labels, 0.1),
            reference,
            v,
            new Mistake("where is the penalty's λ W?", right -> right.sub(v.mul(0.1))),
            new Mistake("½ λ W² has the gradient λ W, not 2 λ W", right -> right.add(v.mul(0.1))));
    IO.println(sheet);
}
