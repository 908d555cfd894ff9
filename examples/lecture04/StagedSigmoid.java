import module fovea.lessons;

/**
 * Takes a neuron apart into the smallest gates, and puts four of them together again as one: the sigmoid.
 *
 * <p>Lecture 4, part 2. About 2 s.
 */
void main() {
    // f = 1 / (1 + exp(−(w0 x0 + w1 x1 + w2))), built only from gates whose slopes everyone knows.
    var circuit = new Circuit();
    Wire w0 = circuit.input("w0", 2), x0 = circuit.input("x0", -1);
    Wire w1 = circuit.input("w1", -3), x1 = circuit.input("x1", -2);
    Wire w2 = circuit.input("w2", -3);
    var sum = w0.times(x0).plus(w1.times(x1)).plus(w2).named("sum");
    var f = sum.times(-1).exp().plus(1).reciprocal().named("f");
    f.backward();
    IO.println(circuit);
    Sketches.keep("staged-sigmoid", Sketches.of("A neuron in small gates", circuit).picture());

    // Where a gate begins and ends is for us to choose. These four together have the slope f (1 − f):
    double y = f.value();
    IO.println("\nthrough four gates the sum gets %.4f, the formula says %.4f".formatted(sum.gradient(), y * (1 - y)));

    // So one gate will do, and nothing in front of it notices.
    var whole = sum.sigmoid();
    whole.backward();
    IO.println("with one sigmoid gate: df/dw0 = %.4f, df/dx0 = %.4f".formatted(w0.gradient(), x0.gradient()));
}
