package fovea.graph;

import fovea.tensor.Cast;
import fovea.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives each element-wise reader of a value that was widened from bf16 a cast of its own, so that what is kept in memory is the bf16 value
 * and each loop widens it as it reads.
 *
 * <p>Before: {@code b = cast a; c = exp b; d = sum b}. After: {@code b = cast a; e = cast a; c = exp e; d = sum b}.
 */
final class WidenAtReaders {
    private WidenAtReaders() {}

    static Graph of(Graph graph) {
        Links links = new Links(graph);
        List<Graph.Node> nodes = new ArrayList<>();
        for (Graph.Node node : graph.nodes()) {
            nodes.add(
                    node instanceof Graph.Apply apply && FuseElementwise.isLoop(apply.op())
                            ? reading(apply, links, nodes)
                            : node);
        }
        return DropDead.of(graph.with(nodes));
    }

    private static Graph.Apply reading(Graph.Apply apply, Links links, List<Graph.Node> nodes) {
        List<Graph.Value> arguments = new ArrayList<>();
        for (Graph.Value argument : apply.arguments()) {
            arguments.add(
                    links.maker(argument) instanceof Graph.Apply cast && widens(cast)
                            ? copy(cast, links, nodes)
                            : argument);
        }
        return new Graph.Apply(apply.values(), apply.op(), arguments);
    }

    private static boolean widens(Graph.Apply apply) {
        return apply.op() instanceof Cast(DType to)
                && to == DType.F32
                && apply.arguments().getFirst().spec().dtype() == DType.BF16;
    }

    private static Graph.Value copy(Graph.Apply cast, Links links, List<Graph.Node> nodes) {
        Graph.Value own =
                new Graph.Value(links.fresh(), cast.values().getFirst().spec());
        nodes.add(new Graph.Apply(List.of(own), cast.op(), cast.arguments()));
        return own;
    }
}
