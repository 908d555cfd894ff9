package fovea.graph;

import fovea.tensor.Cast;
import fovea.tensor.Expand;
import fovea.tensor.Spec;
import java.util.ArrayList;
import java.util.List;

/**
 * Casts before it repeats, not after: few numbers instead of many.
 *
 * <p>Before: {@code b = expand a; c = cast b}. After: {@code d = cast a; c = expand d}.
 */
final class ExpandLast {
    private ExpandLast() {}

    static Graph of(Graph graph) {
        Links links = new Links(graph);
        List<Graph.Node> nodes = new ArrayList<>();
        for (Graph.Node node : graph.nodes()) {
            if (node instanceof Graph.Apply cast
                    && cast.op() instanceof Cast(var to)
                    && links.maker(cast.arguments().getFirst()) instanceof Graph.Apply expand
                    && expand.op() instanceof Expand) {
                Graph.Value narrow = expand.arguments().getFirst();
                Graph.Value early =
                        new Graph.Value(links.fresh(), new Spec(narrow.spec().shape(), to));
                nodes.add(new Graph.Apply(List.of(early), cast.op(), List.of(narrow)));
                nodes.add(new Graph.Apply(cast.values(), expand.op(), List.of(early)));
            } else {
                nodes.add(node);
            }
        }
        return DropDead.of(graph.with(nodes));
    }
}
