package fovea.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Drops steps whose values nothing reads. Inputs stay: they are the program's signature. */
final class DropDead {
    private DropDead() {}

    static Graph of(Graph graph) {
        Set<Graph.Value> live = new HashSet<>(graph.outputs());
        graph.writes().forEach(w -> live.add(w.value()));
        List<Graph.Node> kept = new ArrayList<>();
        for (Graph.Node node : graph.nodes().reversed()) {
            boolean needed =
                    node instanceof Graph.Input || node.values().stream().anyMatch(live::contains);
            if (needed) {
                kept.add(node);
                if (node instanceof Graph.Apply apply) {
                    live.addAll(apply.arguments());
                }
            }
        }
        Collections.reverse(kept);
        return graph.with(kept);
    }
}
