import module fovea.lessons;

/**
 * Shows how the gradient of f = (x + y) z flows back through its two gates, each multiplying by its own slope.
 *
 * <p>Lecture 4, part 1. About 2 s.
 */
void main() {
    // Forward: values flow from left to right, a gate at a time.
    var circuit = new Circuit();
    var x = circuit.input("x", -2);
    var y = circuit.input("y", 5);
    var z = circuit.input("z", -4);
    var q = x.plus(y).named("q");
    var f = q.times(z).named("f");
    IO.println("f = (x + y) z = %.0f".formatted(f.value()));

    // Backward: df/df is 1. The product gives each input the other one, the sum hands on what it got.
    f.backward();
    IO.println(circuit);

    // The chain rule in words: how f moves with x is how f moves with q, times how q moves with x.
    double dfdq = z.value(), dqdx = 1;
    IO.println("df/dx = df/dq · dq/dx = %.0f · %.0f = %.0f".formatted(dfdq, dqdx, dfdq * dqdx));

    // Nobody has to believe it: step a little to either side and look.
    IO.println("measured: %.6f".formatted(f.slopeBy(x)));

    // And a step against the gradient makes f smaller.
    for (var input : List.of(x, y, z)) {
        input.set(input.value() - 0.1 * input.gradient());
    }
    IO.println("a small step downhill: f = %.3f".formatted(f.value()));

    Sketches.keep("chain-rule", Sketches.of("f = (x + y) z: values above, gradients below", circuit).picture());
}
