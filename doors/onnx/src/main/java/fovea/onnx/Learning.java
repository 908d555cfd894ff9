package fovea.onnx;

import fovea.onnx.model.OnnxGraph;
import fovea.onnx.model.OnnxNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Whether training changes a tensor of a file. The format does not say which of its tensors are weights and which are bounds, scales or
 * shapes: the operators that read them do.
 */
enum Learning {
    /** By its gradient. */
    WEIGHT,
    /** A statistic, which is carried along. */
    STATISTIC,
    /** A setting. */
    NEVER;

    private static final Map<String, Set<Integer>> WEIGHTS = Map.ofEntries(
            Map.entry("Conv", Set.of(1, 2)),
            Map.entry("ConvTranspose", Set.of(1, 2)),
            Map.entry("DeformConv", Set.of(1, 3)),
            Map.entry("Gemm", Set.of(0, 1, 2)),
            Map.entry("MatMul", Set.of(0, 1)),
            Map.entry("Einsum", Set.of(0, 1)),
            Map.entry("BatchNormalization", Set.of(1, 2)),
            Map.entry("InstanceNormalization", Set.of(1, 2)),
            Map.entry("LayerNormalization", Set.of(1, 2)),
            Map.entry("GroupNormalization", Set.of(1, 2)),
            Map.entry("RMSNormalization", Set.of(1)),
            Map.entry("PRelu", Set.of(1)),
            Map.entry("RNN", Set.of(1, 2, 3)),
            Map.entry("GRU", Set.of(1, 2, 3)),
            Map.entry("LSTM", Set.of(1, 2, 3, 7)),
            Map.entry("Gather", Set.of(0)));
    private static final Set<String> ARITHMETIC = Set.of("Add", "Sub", "Mul");

    private static final Set<String> MOVING =
            Set.of("Reshape", "Transpose", "Expand", "Unsqueeze", "Squeeze", "Flatten", "Identity", "Cast");

    /** The role of each tensor that a graph's nodes read, by its name; shifts and factors of one element are settings. */
    static Map<String, Learning> of(OnnxGraph graph) {
        Map<String, Long> sizes = new HashMap<>();
        graph.initializers().forEach(each -> sizes.put(each.name(), each.shape().elements()));
        Map<String, Learning> roles = new HashMap<>();
        for (OnnxNode node : graph.nodes().reversed()) {
            for (int i = 0; i < node.inputs().size(); i++) {
                String name = node.inputs().get(i);
                Learning role = role(node, i, sizes.getOrDefault(name, Long.MAX_VALUE), roles);
                roles.merge(name, role, (a, b) -> a.compareTo(b) < 0 ? a : b);
            }
        }
        return roles;
    }

    /** Nodes come from the last to the first: what becomes of a node's outputs is known. */
    private static Learning role(OnnxNode node, int input, long elements, Map<String, Learning> roles) {
        String operator = node.operator();
        if (WEIGHTS.getOrDefault(operator, Set.of()).contains(input)
                || (ARITHMETIC.contains(operator) && elements > 1)) {
            return WEIGHT;
        }
        if (input == 0
                && MOVING.contains(operator)
                && elements > 1
                && !node.outputs().isEmpty()) {
            return roles.getOrDefault(node.outputs().getFirst(), NEVER);
        }
        return operator.equals("BatchNormalization") && input >= 3 ? STATISTIC : NEVER;
    }
}
