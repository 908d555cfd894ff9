package fovea.classic.circuit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a gate puts out, or an input of the whole circuit: a number that flows forward, and after {@link #backward} the gradient of the
 * final result that flowed back. Its methods connect it to further gates.
 */
public final class Wire {
    private final Circuit circuit;
    private final int place;
    private final @Nullable Gate gate;
    private final List<Wire> inputs;
    private String name;
    private double value;
    private double gradient;
    private double[] passed;

    Wire(Circuit circuit, int place, String name, @Nullable Gate gate, List<Wire> inputs) {
        this.circuit = circuit;
        this.place = place;
        this.name = name;
        this.gate = gate;
        this.inputs = List.copyOf(inputs);
        this.passed = new double[inputs.size()];
    }

    /** Its position in {@link Circuit#wires}; those it is computed from come before. */
    public int place() {
        return place;
    }

    /** Its name; empty where nobody gave it one. */
    public String name() {
        return name;
    }

    /** What the circle shows that it comes out of: its gate, or its name where it is an input. */
    public String symbol() {
        return gate == null ? name : gate.symbol();
    }

    /** What its gate reads; nothing where it is an input. */
    public List<Wire> inputs() {
        return inputs;
    }

    /** The number that flows forward. */
    public double value() {
        return value;
    }

    /** The gradient of the final result by {@link #value}: the sum of what came back from every gate that reads it. */
    public double gradient() {
        return gradient;
    }

    /** What its gate passed back to its {@code i}-th input; that is a part of the input's gradient where others read it too. */
    public double passed(int i) {
        return passed[i];
    }

    /** Gives it a name, and itself. */
    public Wire named(String newName) {
        name = newName;
        return this;
    }

    /** Gives an input another value; all that follows from it is computed again. */
    public void set(double newValue) {
        if (gate != null) {
            throw new IllegalStateException(
                    "set: '" + symbol() + "' computes its value\n  only inputs of the circuit can be set");
        }
        value = newValue;
        circuit.forward();
    }

    /** Lets gradients flow back from here, which is the final result and has the gradient 1, through the whole circuit. */
    public void backward() {
        circuit.backward(this);
    }

    /**
     * The same gradient without any calculus: {@code (f(x + h) − f(x − h)) / 2h}, {@code h = 1e-5}, where f is this and x an input.
     */
    public double slopeBy(Wire x) {
        double h = 1e-5;
        double at = x.value;
        x.set(at + h);
        double above = value;
        x.set(at - h);
        double below = value;
        x.set(at);
        return (above - below) / (2 * h);
    }

    /** {@code this + others}. */
    public Wire plus(Wire... others) {
        return to(new Gate.Add(), others);
    }

    /** {@code this + c}. */
    public Wire plus(double c) {
        return to(new Gate.Shift(c));
    }

    /** {@code this − other}. */
    public Wire minus(Wire other) {
        return to(new Gate.Subtract(), other);
    }

    /** {@code this · other}. */
    public Wire times(Wire other) {
        return to(new Gate.Multiply(), other);
    }

    /** {@code c · this}. */
    public Wire times(double c) {
        return to(new Gate.Scale(c));
    }

    /** {@code this / other}. */
    public Wire over(Wire other) {
        return to(new Gate.Divide(), other);
    }

    /** The largest of this and the others. */
    public Wire max(Wire... others) {
        return to(new Gate.Max(), others);
    }

    /** {@code −this}. */
    public Wire negate() {
        return times(-1);
    }

    /** {@code 1 / this}. */
    public Wire reciprocal() {
        return to(new Gate.Reciprocal());
    }

    /** {@code this²}. */
    public Wire square() {
        return to(new Gate.Square());
    }

    /** e to the power of this. */
    public Wire exp() {
        return to(new Gate.Exp());
    }

    /** The natural logarithm. */
    public Wire log() {
        return to(new Gate.Log());
    }

    /** {@code 1 / (1 + e^−this)}, as one gate. */
    public Wire sigmoid() {
        return to(new Gate.Sigmoid());
    }

    /** The hyperbolic tangent. */
    public Wire tanh() {
        return to(new Gate.Tanh());
    }

    /** This where it is above 0, else 0. */
    public Wire relu() {
        return to(new Gate.Relu());
    }

    /** Leads this, and the others after it, into a gate. */
    public Wire to(Gate next, Wire... others) {
        List<Wire> all = new ArrayList<>(others.length + 1);
        all.add(this);
        all.addAll(Arrays.asList(others));
        return circuit.add(next, all);
    }

    boolean isOf(Circuit other) {
        return circuit == other;
    }

    void compute() {
        if (gate != null) {
            value = gate.forward(values());
        }
    }

    void begin(double seed) {
        gradient = seed;
        Arrays.fill(passed, 0);
    }

    /** Multiplies what came back by the gate's own slopes, and adds the products to what its inputs have so far. */
    void pass() {
        if (gate != null) {
            passed = gate.backward(values(), value, gradient);
            for (int i = 0; i < passed.length; i++) {
                inputs.get(i).gradient += passed[i];
            }
        }
    }

    private double[] values() {
        return inputs.stream().mapToDouble(Wire::value).toArray();
    }
}
