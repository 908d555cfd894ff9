package fovea.graph;

import fovea.tensor.MaxPool;
import java.util.List;

/**
 * Leaves out where the largest pixels were that a max pooling found, if nothing reads that, as in inference.
 *
 * <p>Before: {@code y, winner = maxPool x}. After: {@code y = largest x}.
 */
final class DropWinners {
    private DropWinners() {}

    static Graph of(Graph graph) {
        Links links = new Links(graph);
        return graph.with(graph.nodes().stream()
                .map(n -> n instanceof Graph.Apply(var y, MaxPool(var window), var x) && links.isUnread(y.getLast())
                        ? new Graph.Apply(List.of(y.getFirst()), new MaxPool.Largest(window), x)
                        : n)
                .toList());
    }
}
