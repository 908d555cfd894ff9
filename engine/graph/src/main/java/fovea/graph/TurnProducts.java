package fovea.graph;

import fovea.tensor.MatMul;
import fovea.tensor.Permute;
import java.util.ArrayList;
import java.util.List;

/**
 * Multiplies so that the product lies as it is read: {@code (a b)ᵀ = bᵀ aᵀ}. Gradients of weights {@code [out, in]} come as the transpose of
 * a product, and an update that reads them across their rows takes several times as long.
 *
 * <p>Before: {@code c = matmul a b; d = permute c}. After: {@code d = matmul bᵀ aᵀ}. Kernels read transposes as they lie, so turning what
 * goes in costs nothing.
 */
final class TurnProducts {
    private TurnProducts() {}

    static Graph of(Graph graph) {
        Links links = new Links(graph);
        List<Graph.Node> nodes = new ArrayList<>();
        for (Graph.Node node : graph.nodes()) {
            if (node instanceof Graph.Apply turn
                    && isTransposition(turn)
                    && links.maker(turn.arguments().getFirst()) instanceof Graph.Apply product
                    && product.op() instanceof MatMul
                    && links.onlyReader(turn.arguments().getFirst()) != null) {
                Graph.Value a = turned(product.arguments().get(0), links, turn, nodes);
                Graph.Value b = turned(product.arguments().get(1), links, turn, nodes);
                nodes.add(new Graph.Apply(turn.values(), product.op(), List.of(b, a)));
            } else {
                nodes.add(node);
            }
        }
        return DropDead.of(graph.with(nodes));
    }

    /** What a value is the transpose of, or else its transpose. */
    private static Graph.Value turned(Graph.Value value, Links links, Graph.Apply turn, List<Graph.Node> nodes) {
        if (links.maker(value) instanceof Graph.Apply maker && isTransposition(maker)) {
            return maker.arguments().getFirst();
        }
        Graph.Value made = new Graph.Value(links.fresh(), turn.op().infer(value.spec())[0]);
        nodes.add(new Graph.Apply(List.of(made), turn.op(), List.of(value)));
        return made;
    }

    /** Whether the last two axes change places and the others stay. */
    private static boolean isTransposition(Graph.Apply node) {
        if (!(node.op() instanceof Permute(var order)) || order.rank() < 2) {
            return false;
        }
        int last = order.rank() - 1;
        boolean stay = order.size(last) == last - 1 && order.size(last - 1) == last;
        for (int i = 0; i < last - 1; i++) {
            stay &= order.size(i) == i;
        }
        return stay;
    }
}
