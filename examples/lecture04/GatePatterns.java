import module fovea.lessons;

/**
 * Names what the three commonest gates do to gradients: a sum distributes, a maximum routes, a product switches.
 *
 * <p>Lecture 4, part 4. About 2 s.
 */
void main() {
    var circuit = new Circuit();
    var x = circuit.input("x", 3);
    var y = circuit.input("y", -4);
    var z = circuit.input("z", 2);
    var w = circuit.input("w", -1);
    var product = x.times(y);
    var largest = z.max(w);
    var sum = product.plus(largest);
    var f = sum.times(2);
    f.backward();
    IO.println(circuit);
    Sketches.keep("gate-patterns", Sketches.of("Distribute, route, switch", circuit).picture());

    IO.println("\n+    hands what it gets to all: %.0f and %.0f".formatted(sum.passed(0), sum.passed(1)));
    IO.println("max  hands it to the largest alone: z gets %.0f, w gets %.0f".formatted(z.gradient(), w.gradient()));
    IO.println("×    gives each the other's value times it: x gets −4 · 2 = %.0f, y gets 3 · 2 = %.0f"
            .formatted(x.gradient(), y.gradient()));

    // Which is why the scale of the data matters: a thousand times larger x makes y's gradient a thousand times larger.
    x.set(3000);
    f.backward();
    IO.println("with x = 3000, y gets %.0f: then the learning rate must be smaller".formatted(y.gradient()));
}
