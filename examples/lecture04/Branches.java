import module fovea.lessons;

/**
 * Shows that gradients add up where a value is used more than once, each use sending back its own share.
 *
 * <p>Lecture 4, part 3. About 2 s.
 */
void main() {
    // f = (x + σ(y)) / (σ(x) + (x + y)²): x is read in three places, y in two.
    var circuit = new Circuit();
    var x = circuit.input("x", 3);
    var y = circuit.input("y", -4);
    var above = x.plus(y.sigmoid());
    var below = x.sigmoid().plus(x.plus(y).square());
    var f = above.over(below);
    f.backward();
    IO.println(circuit);
    Sketches.keep("branches", Sketches.of("A value that is used three times gets three gradients", circuit).picture());

    // Forgetting one of the shares (writing = where += belongs) is the classic mistake.
    double first = above.passed(0);
    IO.println("\none share of dx: %.4f   all of it: %.4f   measured: %.4f".formatted(first, x.gradient(), f.slopeBy(x)));

    // The smallest case of all: x · x is a product of two inputs that happen to be the same wire.
    var small = new Circuit();
    var a = small.input("a", 3);
    a.times(a).backward();
    IO.println("d(a·a)/da at 3 = 3 + 3 = %.0f".formatted(a.gradient()));
}
