package fovea.onnx.operator;

import fovea.onnx.model.OnnxAttribute;
import fovea.onnx.model.OnnxException;
import fovea.onnx.model.OnnxValue;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values by name that a program's nodes have made so far; a graph inside another also sees those of the outer one. */
final class Scope {
    private static final int MOST_DEEP = 64;

    private final @Nullable Scope outer;
    private final int depth;
    private final Map<String, OnnxValue> values = new HashMap<>();
    final Map<String, OnnxAttribute> settings;
    final Map<String, Long> opsets;

    private Scope(@Nullable Scope outer, int depth, Map<String, OnnxAttribute> settings, Map<String, Long> opsets) {
        this.outer = outer;
        this.depth = depth;
        this.settings = settings;
        this.opsets = opsets;
        if (depth > MOST_DEEP) {
            throw new OnnxException(
                    "the network",
                    "graphs and functions lie more than " + MOST_DEEP + " deep in each other",
                    "it may call itself");
        }
    }

    static Scope outermost(Map<String, Long> opsets) {
        return new Scope(null, 0, Map.of(), opsets);
    }

    /** For a graph inside a node. */
    Scope inner() {
        return new Scope(this, depth + 1, settings, opsets);
    }

    /** For the body of a function, which sees none of the values here. */
    Scope function(Map<String, OnnxAttribute> given, Map<String, Long> sets) {
        return new Scope(null, depth + 1, given, sets);
    }

    boolean isInner() {
        return outer != null;
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
        return value == null && outer != null ? outer.find(name) : value;
    }
}
