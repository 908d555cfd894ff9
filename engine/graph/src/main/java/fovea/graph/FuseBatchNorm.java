package fovea.graph;

import fovea.tensor.BatchNorm;
import fovea.tensor.Binary;
import fovea.tensor.DType;
import fovea.tensor.Op;
import fovea.tensor.Spec;
import fovea.tensor.Unary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Joins a batch normalization with the rectifier behind it, forward and backward, so that neither passes over memory on its own.
 *
 * <p>Before: {@code y, μ, v = batchNorm x; r = relu y; …; d = dr gated by r; dx = gradient x d μ v γ}. After: {@code r, μ, v, mask =
 * rectified x; …; dx = rectifiedGradient x dr mask μ v γ}. Only where nothing else reads {@code y} or {@code d}.
 */
final class FuseBatchNorm {
    private final Graph graph;
    private final Map<Graph.Value, List<Graph.Apply>> readers = new HashMap<>();
    private final Map<Graph.Value, Graph.Apply> makers = new HashMap<>();
    private final Map<Graph.Apply, List<Graph.Node>> replaced = new HashMap<>();
    private int next;

    private FuseBatchNorm(Graph graph) {
        this.graph = graph;
        for (Graph.Node node : graph.nodes()) {
            node.values().forEach(v -> next = Math.max(next, v.id() + 1));
            if (node instanceof Graph.Apply apply) {
                apply.arguments()
                        .forEach(a -> readers.computeIfAbsent(a, k -> new ArrayList<>())
                                .add(apply));
                apply.values().forEach(v -> makers.put(v, apply));
            }
        }
    }

    static Graph of(Graph graph) {
        FuseBatchNorm pass = new FuseBatchNorm(graph);
        for (Graph.Node node : graph.nodes()) {
            if (node instanceof Graph.Apply apply && apply.op() instanceof BatchNorm norm) {
                pass.fuse(apply, norm);
            }
        }
        return graph.with(graph.nodes().stream()
                .flatMap(n ->
                        n instanceof Graph.Apply a ? pass.replaced.getOrDefault(a, List.of(n)).stream() : Stream.of(n))
                .toList());
    }

    private void fuse(Graph.Apply forward, BatchNorm norm) {
        Graph.Apply relu = onlyReader(forward.values().getFirst());
        if (relu == null || !(relu.op() instanceof Unary.Relu)) {
            return;
        }
        Graph.Value y = relu.values().getFirst();
        List<Graph.Value> statistics = forward.values().subList(1, 3);
        Graph.Value mask = new Graph.Value(next++, new Spec(y.spec().shape(), DType.U8));
        List<Graph.Value> values = List.of(y, statistics.get(0), statistics.get(1), mask);
        replaced.put(forward, List.of(new Graph.Apply(values, new BatchNorm.Rectified(norm), forward.arguments())));
        replaced.put(relu, List.of());
        for (Graph.Apply gate : readers.getOrDefault(y, List.of())) {
            if (gate.op() instanceof Binary.WherePositive
                    && gate.arguments().getLast().equals(y)) {
                fuseGradient(gate, norm, forward, mask);
            }
        }
    }

    private void fuseGradient(Graph.Apply gate, BatchNorm norm, Graph.Apply forward, Graph.Value mask) {
        Graph.Apply gradient = onlyReader(gate.values().getFirst());
        if (gradient == null || !gradient.op().equals(new BatchNorm.Gradient(norm))) {
            return;
        }
        List<Graph.Value> a = gradient.arguments();
        boolean same = a.get(0).equals(forward.arguments().getFirst())
                && a.get(1).equals(gate.values().getFirst())
                && a.get(2).equals(forward.values().get(1));
        if (same) {
            Op op = new BatchNorm.RectifiedGradient(norm);
            Graph.Value dy = gate.arguments().getFirst();
            List<Graph.Value> arguments = List.of(a.get(0), dy, mask, a.get(2), a.get(3), a.get(4));
            replaced.put(gate, List.of());
            replaced.put(gradient, List.of(new Graph.Apply(gradient.values(), op, arguments)));
        }
    }

    /** The only op that reads {@code value}, or null where there are several or the program gives it away. */
    private Graph.@Nullable Apply onlyReader(Graph.Value value) {
        List<Graph.Apply> all = readers.getOrDefault(value, List.of());
        boolean leaves = graph.outputs().contains(value)
                || graph.writes().stream().anyMatch(w -> w.value().equals(value));
        return all.size() == 1 && !leaves ? all.getFirst() : null;
    }
}
