package fovea.onnx.model;

import java.util.List;

/** A program ({@code GraphProto}): nodes in an order in which each reads only what is there before it. */
public record OnnxGraph(
        String name,
        List<OnnxNode> nodes,
        List<OnnxArray> initializers,
        List<OnnxInfo> inputs,
        List<OnnxInfo> outputs) {

    public OnnxGraph {
        nodes = List.copyOf(nodes);
        initializers = List.copyOf(initializers);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
