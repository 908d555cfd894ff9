package fovea.graph;

import fovea.device.Device;
import fovea.tensor.Expand;
import fovea.tensor.Op;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Computes, once and for all, steps that depend on constants only. Expansions stay: they cost nothing and hold no memory. */
final class FoldConstants {
    private FoldConstants() {}

    static Graph of(Graph graph, Device device) {
        return of(graph, device, false);
    }

    /** The same with what depends on expansions too, which may take more memory than what they are made of. */
    static Graph throughout(Graph graph, Device device) {
        return of(graph, device, true);
    }

    private static Graph of(Graph graph, Device device, boolean throughout) {
        Map<Graph.Value, Tensor> known = new HashMap<>();
        List<Graph.Node> nodes = new ArrayList<>();
        for (Graph.Node node : graph.nodes()) {
            if (node instanceof Graph.Constant(Graph.Value value, Tensor tensor)) {
                known.put(value, tensor);
            }
            if (node instanceof Graph.Apply(var made, Op op, var from)
                    && known.keySet().containsAll(from)
                    && (throughout || !(op instanceof Expand))) {
                Tensor[] y = device.interpreter()
                        .apply(op, from.stream().map(known::get).toArray(Tensor[]::new));
                for (int i = 0; i < y.length; i++) {
                    known.put(made.get(i), y[i]);
                    if (!(op instanceof Expand)) {
                        nodes.add(new Graph.Constant(made.get(i), y[i]));
                    }
                }
                if (op instanceof Expand) {
                    nodes.add(node);
                }
            } else {
                nodes.add(node);
            }
        }
        return graph.with(nodes);
    }
}
