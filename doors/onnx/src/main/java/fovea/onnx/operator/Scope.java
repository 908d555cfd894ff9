package fovea.onnx.operator;

import fovea.onnx.model.OnnxAttribute;
import fovea.onnx.model.OnnxException;
import fovea.onnx.model.OnnxValue;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values by name that a program's nodes have made so far; a graph inside another also sees those of the outer one. */
final class Scope {
    private static final int MOST_DEEP = 64;

    private final @Nullable Scope outer;
    private final int depth;
    private final Map<String, OnnxValue> values = new HashMap<>();
    private final Function<String, @Nullable OnnxValue> given;
    final Map<String, OnnxAttribute> settings;
    final Map<String, Long> opsets;

    private Scope(
            @Nullable Scope outer,
            int depth,
            Function<String, @Nullable OnnxValue> given,
            Map<String, OnnxAttribute> settings,
            Map<String, Long> opsets) {
        this.outer = outer;
        this.depth = depth;
        this.given = given;
        this.settings = settings;
        this.opsets = opsets;
        if (depth > MOST_DEEP) {
            throw new OnnxException(
                    "the network",
                    "graphs and functions lie more than " + MOST_DEEP + " deep in each other",
                    "it may call itself");
        }
    }

    /**
     * Of a model's own graph.
     *
     * @param given what no node makes
     */
    static Scope outermost(Map<String, Long> opsets, Function<String, @Nullable OnnxValue> given) {
        return new Scope(null, 0, given, Map.of(), opsets);
    }

    /** For a graph inside a node. */
    Scope inner() {
        return new Scope(this, depth + 1, _ -> null, settings, opsets);
    }

    /** For the body of a function, which sees none of the values here. */
    Scope function(Map<String, OnnxAttribute> its, Map<String, Long> sets) {
        return new Scope(null, depth + 1, _ -> null, its, sets);
    }

    void put(String name, OnnxValue value) {
        values.put(name, value);
    }

    void drop(String name) {
        values.remove(name);
    }

    @Nullable
    OnnxValue find(String name) {
        OnnxValue value = values.get(name);
        if (value == null) {
            value = outer == null ? given.apply(name) : outer.find(name);
        }
        return value;
    }
}
