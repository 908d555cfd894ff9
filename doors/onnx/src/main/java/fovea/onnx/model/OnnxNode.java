package fovea.onnx.model;

import java.util.List;
import java.util.Map;

/**
 * One application of an operator ({@code NodeProto}).
 *
 * @param inputs names of the values it reads; an empty one stands for an optional input that is not given
 * @param outputs names of the values it makes; an empty one stands for an output that nobody wants
 */
public record OnnxNode(
        String name,
        String domain,
        String operator,
        String overload,
        List<String> inputs,
        List<String> outputs,
        Map<String, OnnxAttribute> attributes) {

    public OnnxNode {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Map.copyOf(attributes);
    }

    /** The node's name, or that of its first output where it has none. */
    public String title() {
        return name.isEmpty() ? outputs.stream().findFirst().orElse("") : name;
    }

    /** For messages: the operator, and the node's title. */
    @Override
    public String toString() {
        String called = title();
        return called.isEmpty() ? operator : operator + " \"" + called + "\"";
    }
}
