package fovea.tensor;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Named points of a program, at which intermediate values can be read without editing it.
 *
 * <p>A program passes a point by {@link #tap}, which costs next to nothing where nobody asks. Whoever runs it asks by name, with
 * {@link #observe} for values, or by differentiation for gradients. A name stands for one value: what is run twice within one program
 * needs two names.
 */
public final class Taps {
    private final Set<String> asked;
    private final Set<String> passed = new LinkedHashSet<>();
    private final Map<String, Tensor> met = new LinkedHashMap<>();

    /** A record of what a program holds at the points of these names; for readings. */
    public Taps(Collection<String> names) {
        asked = Set.copyOf(names);
    }

    /** Gives {@code x} a name, at this point of the program; gives back the same value. */
    public static Tensor tap(String name, Tensor x) {
        return Interpreter.current().tap(name, x);
    }

    /**
     * What a program gave, and what it held on the way.
     *
     * @param values by the names asked for
     */
    public record Observed<T>(T result, Map<String, Tensor> values) {}

    /**
     * Runs {@code program} and keeps the values at the points of these names.
     *
     * @throws IllegalStateException where the program passes no point of a name, or passes it twice
     */
    public static <T> Observed<T> observe(Collection<String> names, Supplier<T> program) {
        Taps taps = new Taps(names);
        T result = new Observing(Interpreter.current(), taps).interpret(program);
        return new Observed<>(result, taps.found());
    }

    /** Whether {@code name}, which the program passes now, is one of those asked for. */
    public boolean asks(String name) {
        passed.add(name);
        return asked.contains(name);
    }

    /** Notes what the program holds at {@code name}. */
    public void meet(String name, Tensor x) {
        if (met.put(name, x) != null) {
            throw new IllegalStateException("the program passes " + name + " twice" + System.lineSeparator()
                    + "  give each pass a name of its own, such as model.forward(\"left\", x), and ask for left."
                    + name);
        }
    }

    /** What was met, by name. */
    public Map<String, Tensor> found() {
        for (String name : asked) {
            if (!met.containsKey(name)) {
                throw new IllegalStateException("the program passes nothing called " + name + System.lineSeparator()
                        + (passed.isEmpty()
                                ? "  nothing in it has a name"
                                : "  it passes " + String.join(", ", passed)));
            }
        }
        return Collections.unmodifiableMap(met);
    }

    /** Hands on everything, and looks at what has a name. */
    private record Observing(Interpreter around, Taps taps) implements Overlay {
        @Override
        public Tensor tap(String name, Tensor x) {
            if (taps.asks(name)) {
                taps.meet(name, x);
            }
            return around.tap(name, x);
        }
    }
}
