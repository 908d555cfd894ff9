package fovea.onnx.model;

import java.util.List;
import java.util.Map;

/**
 * An operator that a file defines itself by other operators ({@code FunctionProto}).
 *
 * @param defaults settings that have a value where the call gives none
 * @param opsets the version of each operator set that the body is written in
 */
public record OnnxFunction(
        String domain,
        String name,
        String overload,
        List<String> inputs,
        List<String> outputs,
        List<OnnxNode> nodes,
        Map<String, OnnxAttribute> defaults,
        Map<String, Long> opsets) {

    public OnnxFunction {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        nodes = List.copyOf(nodes);
        defaults = Map.copyOf(defaults);
        opsets = Map.copyOf(opsets);
    }
}
