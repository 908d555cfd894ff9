import module fovea.lessons;

/*
 * Assignment 1, exercise 1: nearest neighbors. Fill the holes, run the file, and read what the checks say.
 */

/** The distances √Σ(a − b)² of every row of a [N, D] to every row of b [M, D], one after the other: [N, M]. */
Tensor twoLoops(Tensor a, Tensor b) {
    int n = a.shape().size(0), m = b.shape().size(0), d = a.shape().size(1);
    double[] x = a.toDoubles(), y = b.toDoubles();
    double[] distances = new double[n * m];
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < m; j++) {
            distances[i * m + j] = Hole.fill("the distance of x[i d … i d + d − 1] and y[j d … j d + d − 1]");
        }
    }
    return Tensor.of(Shape.of(n, m), distances);
}

/** The same without any loop: ‖a − b‖² = ‖a‖² + ‖b‖² − 2 a·b, and all the a·b are one matrix product. */
Tensor noLoops(Tensor a, Tensor b) {
    int n = a.shape().size(0), m = b.shape().size(0);
    return Hole.fill("√(‖a‖² + ‖b‖² − 2 a bᵀ), [N, M]");
}

/** For each row of distances [N, M] the class that most of the k nearest have; of equally many, the smaller class. */
int[] predict(Tensor distances, int[] labels, int k, int classes) {
    int n = distances.shape().size(0), m = distances.shape().size(1);
    int[] order = distances.argsort(1, false).cast(DType.I32).toInts(); // nearest first, row by row
    int[] predicted = new int[n];
    for (int i = 0; i < n; i++) {
        predicted[i] = Hole.fill("the class that occurs most among labels[order[i m + 0]] … labels[order[i m + k − 1]]");
    }
    return predicted;
}

/** The mean accuracy over the folds: in turn each is held out and answered from the others, and only from them. */
double crossValidated(Tensor x, int[] labels, int k, int classes, int folds) {
    double sum = 0;
    for (var fold : new Folds(labels.length, folds).all()) {
        double accuracy = Hole.fill("the share of rows fold.held() that their k nearest of fold.train() answer rightly");
        sum += accuracy;
    }
    return sum / folds;
}

void main() {
    var sheet = new Assignment("Assignment 1, nearest neighbors");
    Tensor a = Tensor.of(Shape.of(2, 2), 0.0, 0, 3, 4);
    Tensor b = Tensor.of(Shape.of(3, 2), 3.0, 4, 0, 0, 6, 8);
    Tensor right = Tensor.of(Shape.of(2, 3), 5.0, 0, 10, 0, 5, 5);
    var squared = new Mistake("that is the squared distance: take the root", Tensor::square);
    sheet.answer("distances, two loops", () -> twoLoops(a, b), right, squared);
    sheet.answer("distances, no loops", () -> noLoops(a, b), right, squared);

    Tensor distances = Tensor.of(Shape.of(2, 5), 1.0, 2, 3, 4, 5, 9, 1, 8, 2, 3);
    int[] labels = {2, 1, 1, 0, 0};
    sheet.same("one neighbor", () -> predict(distances, labels, 1, 3), new int[] {2, 1}, "the nearest one has the class");
    sheet.same("three neighbors", () -> predict(distances, labels, 3, 3), new int[] {1, 0}, "count the classes of all three");
    sheet.same("a tie", () -> predict(distances, labels, 2, 3), new int[] {1, 0}, "of equally many votes the smaller class wins");

    var random = new SplittableRandom(1);
    Tensor many = Tensor.of(Shape.of(60, 40), random.doubles(2400).toArray());
    sheet.answer("both agree on 60 random points", () -> noLoops(many, many.add(0.5)), twoLoopsOfLibrary(many, many.add(0.5)));

    // Held out are 0 and 1, then 2 and 10, then 11 and 12; their nearest among the rest answer 0, 1 and 1 of 2 rightly.
    Tensor line = Tensor.of(Shape.of(6, 1), 0.0, 1, 2, 10, 11, 12);
    int[] classes = {0, 0, 1, 1, 1, 0};
    var seen = Mistake.gives(Tensor.of(Shape.SCALAR, 1.0), "a point must not be its own neighbor: look at fold.train() only");
    sheet.number("cross-validation", () -> crossValidated(line, classes, 1, 2, 3), 1 / 3.0, seen);
    IO.println(sheet);
}

Tensor twoLoopsOfLibrary(Tensor a, Tensor b) {
    return a.cdist(b);
}
