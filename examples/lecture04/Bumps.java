import module fovea.lessons;

/**
 * Builds a curve out of bumps, two sigmoids or three rectifiers each: why one hidden layer can approximate anything.
 *
 * <p>Lecture 4, part 9. About 2 s.
 */
void main() {
    DoubleUnaryOperator f = x -> 0.5 + 0.3 * Math.sin(7 * x) + 0.2 * x * Math.cos(15 * x);
    double[] x = IntStream.rangeClosed(0, 400).mapToDouble(i -> i / 400.0).toArray();

    var panels = new ArrayList<Curves.Panel>();
    for (int bumps : new int[] {5, 20}) {
        double[] curve = DoubleStream.of(x).map(f).toArray();
        double[] steps = DoubleStream.of(x).map(at -> sum(bumps, f, (c, w) -> step(at, c, w))).toArray();
        double[] tents = DoubleStream.of(x).map(at -> sum(bumps, f, (c, w) -> tent(at, c, w))).toArray();
        IO.println("%2d bumps: %2d sigmoids miss by %.3f, %2d rectifiers by %.3f on average"
                .formatted(bumps, 2 * bumps, mean(curve, steps), 3 * bumps, mean(curve, tents)));
        panels.add(Curves.Panel.of(
                bumps + " bumps",
                new Curves.Line("the function", x, curve),
                new Curves.Line("sigmoids", x, steps),
                new Curves.Line("rectifiers", x, tents)));
    }
    Sketches.keep("bumps", new Curves("One hidden layer", "x", panels).picture());
}

/** The output layer: bumps side by side, each as high as the function in its middle. */
double sum(int bumps, DoubleUnaryOperator f, DoubleBinaryOperator bump) {
    double w = 1.0 / bumps;
    return IntStream.range(0, bumps)
            .mapToDouble(i -> f.applyAsDouble((i + 0.5) * w) * bump.applyAsDouble((i + 0.5) * w, w))
            .sum();
}

/** Two sigmoids, one steeply up and one down again: a box. */
double step(double x, double center, double width) {
    return sigmoid(300 * (x - center + width / 2)) - sigmoid(300 * (x - center - width / 2));
}

/** Three rectifiers: up, down twice as fast, level again: a tent. */
double tent(double x, double center, double width) {
    return (relu(x - center + width) - 2 * relu(x - center) + relu(x - center - width)) / width;
}

double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
}

double relu(double x) {
    return Math.max(0, x);
}

double mean(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).average().orElseThrow();
}
