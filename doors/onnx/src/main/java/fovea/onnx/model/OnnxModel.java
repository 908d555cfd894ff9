package fovea.onnx.model;

import java.util.List;
import java.util.Map;

/**
 * What a file says ({@code ModelProto}).
 *
 * @param opsets the version of each operator set, by its domain; that of ONNX itself is called {@code ""}
 */
public record OnnxModel(
        long irVersion,
        Map<String, Long> opsets,
        OnnxGraph graph,
        List<OnnxFunction> functions,
        Map<String, String> metadata) {

    public OnnxModel {
        opsets = Map.copyOf(opsets);
        functions = List.copyOf(functions);
        metadata = Map.copyOf(metadata);
    }
}
