import module fovea.classic;
import module fovea.plot;

/**
 * Finds y = a x + b from thirty points the deep-learning way, and exactly.
 *
 * <p>Lecture 3, part 14. About 1 s.
 */
void main() throws IOException {
    var random = new SplittableRandom(1);
    var truth = new Line(3, 8);
    double[] x = random.doubles(30).toArray();
    double[] y = Arrays.stream(x).map(each -> truth.at(each) + 0.3 * random.nextGaussian()).toArray();

    // One point after the other, a little down its slope; each round goes through all of them.
    var way = new Line(-1, 9).descend(x, y, 0.3, 5000, random);
    for (int round : new int[] {0, 1, 5, 20, 100, 5000}) {
        Line line = way.get(round);
        IO.println("round %4d   a %7.4f   b %7.4f   error %8.5f".formatted(round, line.a(), line.b(), line.error(x, y)));
    }
    Line exact = Line.leastSquares(x, y);
    IO.println("exact        a %7.4f   b %7.4f   error %8.5f".formatted(exact.a(), exact.b(), exact.error(x, y)));

    var lines = new ArrayList<Curves.Line>(List.of(Curves.Line.points("thirty points", x, y)));
    for (int round : new int[] {0, 1, 20, 5000}) {
        lines.add(drawn("after " + round + " rounds", way.get(round)));
    }
    lines.add(drawn("exact", exact));
    Files.createDirectories(Path.of("runs/lessons"));
    Curves.of("y = a x + b", "x", Curves.Panel.of("y", lines.toArray(Curves.Line[]::new)))
            .picture()
            .png(Path.of("runs/lessons/ThirtyPoints.png"));
}

Curves.Line drawn(String name, Line line) {
    return new Curves.Line(name, new double[] {0, 1}, new double[] {line.at(0), line.at(1)});
}
