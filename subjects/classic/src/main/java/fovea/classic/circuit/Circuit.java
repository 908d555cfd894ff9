package fovea.classic.circuit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A computational graph on single numbers, as one draws it on a blackboard: values flow forward as it is built, gradients back when {@link
 * Wire#backward} is called. Slow on purpose: everything can be looked at. The same on arrays, and fast, is {@link
 * fovea.autograd.Autograd}.
 *
 * <pre>{@code
 * var circuit = new Circuit();
 * var x = circuit.input("x", -2);
 * var y = circuit.input("y", 5);
 * var z = circuit.input("z", -4);
 * var f = x.plus(y).named("q").times(z).named("f");
 * f.backward();
 * IO.println(circuit);
 * }</pre>
 */
public final class Circuit {
    private final List<Wire> wires = new ArrayList<>();

    /** Without any wire. */
    public Circuit() {}

    /** A number given from outside. */
    public Wire input(String name, double value) {
        Wire wire = new Wire(this, wires.size(), name, null, List.of());
        wires.add(wire);
        wire.set(value);
        return wire;
    }

    /** The dot product {@code Σ wᵢ xᵢ}, in one gate. */
    public Wire dot(List<Wire> w, List<Wire> x) {
        if (w.size() != x.size() || w.isEmpty()) {
            throw new IllegalArgumentException(
                    "dot: " + w.size() + " and " + x.size() + " wires\n  both lists must be of one length, 1 or more");
        }
        List<Wire> all = new ArrayList<>(w);
        all.addAll(x);
        return add(new Gate.Dot(), all);
    }

    /** Every wire, each after those it is computed from. */
    public List<Wire> wires() {
        return Collections.unmodifiableList(wires);
    }

    /** What gates put out and no gate reads; usually one, the final result. */
    public List<Wire> results() {
        return wires.stream()
                .filter(wire -> !wire.inputs().isEmpty())
                .filter(wire -> wires.stream().noneMatch(w -> w.inputs().contains(wire)))
                .toList();
    }

    Wire add(Gate gate, List<Wire> inputs) {
        if (gate.inputs() >= 0 && gate.inputs() != inputs.size()) {
            throw new IllegalArgumentException("gate " + gate.symbol() + ": " + inputs.size()
                    + " wires lead into it\n  it takes " + gate.inputs());
        }
        if (!inputs.stream().allMatch(wire -> wire.isOf(this))) {
            throw new IllegalArgumentException("gate " + gate.symbol()
                    + ": a wire of another circuit leads into it\n  make all inputs with the same circuit");
        }
        Wire wire = new Wire(this, wires.size(), "", gate, inputs);
        wires.add(wire);
        wire.compute();
        return wire;
    }

    void forward() {
        wires.forEach(Wire::compute);
    }

    /** From the last gate to the first: when a gate's turn comes, everything behind it has passed back its share. */
    void backward(Wire result) {
        wires.forEach(wire -> wire.begin(wire == result ? 1 : 0));
        for (int i = result.place(); i >= 0; i--) {
            wires.get(i).pass();
        }
    }

    /**
     * Every wire with value and gradient as a tree, the result at the root. A wire that several gates read stands below each of them with
     * the gradient that came back from that one, and its sum.
     */
    @Override
    public String toString() {
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {"", "value", "gradient", ""});
        boolean[] shown = new boolean[wires.size()];
        results().forEach(result -> tell(result, result.gradient(), "", "", shown, lines));
        int wide = lines.stream().mapToInt(line -> line[0].length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (String[] line : lines) {
            text.append(String.format(Locale.ROOT, "%-" + Math.max(wide, 8) + "s %10s %10s%s", (Object[]) line)
                            .stripTrailing())
                    .append('\n');
        }
        return text.toString().stripTrailing();
    }

    private void tell(Wire wire, double share, String before, String below, boolean[] shown, List<String[]> lines) {
        String name =
                wire.inputs().isEmpty() || wire.name().isEmpty() ? wire.symbol() : wire.symbol() + "  " + wire.name();
        boolean again = shown[wire.place()] && !wire.inputs().isEmpty();
        String sum = readers(wire) > 1 ? " (" + Numbers.two(wire.gradient()) + " in all)" : "";
        lines.add(new String[] {
            before + name + (again ? ", as above" : ""), Numbers.two(wire.value()), Numbers.two(share), sum
        });
        shown[wire.place()] = true;
        for (int i = 0; i < wire.inputs().size() && !again; i++) {
            boolean last = i == wire.inputs().size() - 1;
            tell(
                    wire.inputs().get(i),
                    wire.passed(i),
                    below + (last ? "└─ " : "├─ "),
                    below + (last ? "   " : "│  "),
                    shown,
                    lines);
        }
    }

    private int readers(Wire wire) {
        return wires.stream()
                .mapToInt(reader ->
                        (int) reader.inputs().stream().filter(w -> w == wire).count())
                .sum();
    }
}
