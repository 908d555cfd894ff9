package fovea.graph;

import fovea.tensor.Binary;
import fovea.tensor.MaxPool;
import fovea.tensor.Unary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Rectifies what a max pooling has found and not what it looks through, since {@code max(relu x) = relu(max x)} and there is less of it; and
 * lets a gradient through the rectifier before it is spread.
 *
 * <p>Before: {@code r = relu x; y, winner = maxPool r; … s = scatter dy winner; dx = wherePositive s r}. After: {@code m, winner = maxPool x;
 * y = relu m; … g = wherePositive dy y; dx = scatter g winner}. Only where nothing else reads {@code r}, {@code winner} and {@code s}: where all
 * is below 0, another pixel wins, though neither gets a gradient.
 */
final class PoolFirst {
    private final Links links;
    private final Map<Graph.Apply, List<Graph.Apply>> replaced = new HashMap<>();

    private PoolFirst(Graph graph) {
        this.links = new Links(graph);
    }

    static Graph of(Graph graph) {
        PoolFirst pass = new PoolFirst(graph);
        for (Graph.Node node : graph.nodes()) {
            if (node instanceof Graph.Apply apply && apply.op() instanceof MaxPool pool) {
                pass.exchange(apply, pool);
            }
        }
        return graph.with(graph.nodes().stream()
                .flatMap(n ->
                        n instanceof Graph.Apply a ? pass.replaced.getOrDefault(a, List.of(a)).stream() : Stream.of(n))
                .toList());
    }

    private void exchange(Graph.Apply pooling, MaxPool pool) {
        Graph.Value r = pooling.arguments().getFirst();
        if (!(links.maker(r) instanceof Graph.Apply relu && relu.op() instanceof Unary.Relu) || links.leaves(r)) {
            return;
        }
        Graph.Value y = pooling.values().getFirst();
        Graph.Value winner = pooling.values().getLast();
        List<Graph.Apply> others = links.readers(r).stream()
                .filter(reader -> !reader.equals(pooling))
                .toList();
        Graph.Apply scatter = links.onlyReader(winner);
        if (others.isEmpty() && links.isUnread(winner)) {
            rectifyLate(relu, pooling, pool);
        } else if (scatter != null && others.size() == 1 && isGate(others.getFirst(), scatter, r, pool)) {
            Graph.Apply gate = others.getFirst();
            Graph.Value dy = scatter.arguments().getFirst();
            Graph.Value g = new Graph.Value(links.fresh(), dy.spec());
            rectifyLate(relu, pooling, pool);
            replaced.put(scatter, List.of());
            replaced.put(
                    gate,
                    List.of(
                            new Graph.Apply(List.of(g), gate.op(), List.of(dy, y)),
                            new Graph.Apply(gate.values(), scatter.op(), List.of(g, winner))));
        }
    }

    private void rectifyLate(Graph.Apply relu, Graph.Apply pooling, MaxPool pool) {
        Graph.Value y = pooling.values().getFirst();
        Graph.Value m = new Graph.Value(links.fresh(), y.spec());
        replaced.put(relu, List.of());
        replaced.put(
                pooling,
                List.of(
                        new Graph.Apply(List.of(m, pooling.values().getLast()), pool, relu.arguments()),
                        new Graph.Apply(List.of(y), relu.op(), List.of(m))));
    }

    /** Whether {@code gate} lets through what {@code scatter} spreads under the pooling's windows, where {@code r} is positive, and nothing else reads that. */
    private boolean isGate(Graph.Apply gate, Graph.Apply scatter, Graph.Value r, MaxPool pool) {
        return gate.op() instanceof Binary.WherePositive
                && scatter.op()
                        .equals(new MaxPool.Scatter(pool.window(), r.spec().shape()))
                && gate.equals(links.onlyReader(scatter.values().getFirst()))
                && gate.arguments().equals(List.of(scatter.values().getFirst(), r));
    }
}
