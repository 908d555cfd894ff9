package fovea.graph;

import fovea.tensor.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Computes each op on the same arguments only once (common subexpressions). Ops are pure, so their results are equal. */
final class ShareEqual {
    private ShareEqual() {}

    private record Key(Op op, List<Graph.Value> arguments) {}

    static Graph of(Graph graph) {
        Map<Graph.Value, Graph.Value> same = new HashMap<>();
        Map<Key, Graph.Apply> first = new HashMap<>();
        List<Graph.Node> nodes = new ArrayList<>();
        for (Graph.Node node : graph.nodes()) {
            if (node instanceof Graph.Apply apply) {
                List<Graph.Value> arguments = replace(apply.arguments(), same);
                Graph.Apply renamed = new Graph.Apply(apply.values(), apply.op(), arguments);
                Graph.Apply before = first.putIfAbsent(new Key(apply.op(), arguments), renamed);
                if (before == null) {
                    nodes.add(renamed);
                } else {
                    for (int i = 0; i < apply.values().size(); i++) {
                        same.put(apply.values().get(i), before.values().get(i));
                    }
                }
            } else {
                nodes.add(node);
            }
        }
        return new Graph(
                nodes,
                graph.inputs(),
                replace(graph.outputs(), same),
                graph.writes().stream()
                        .map(w -> new Graph.Write(w.variable(), same.getOrDefault(w.value(), w.value())))
                        .toList());
    }

    private static List<Graph.Value> replace(List<Graph.Value> values, Map<Graph.Value, Graph.Value> same) {
        return values.stream().map(v -> same.getOrDefault(v, v)).toList();
    }
}
