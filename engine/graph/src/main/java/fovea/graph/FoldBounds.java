package fovea.graph;

import fovea.tensor.Binary;
import fovea.tensor.Cast;
import fovea.tensor.Comparison;
import fovea.tensor.DType;
import fovea.tensor.Expand;
import fovea.tensor.Op;
import fovea.tensor.Tensor;
import fovea.tensor.Unary;
import fovea.tensor.Where;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes of choices between a value and its constant bounds, such as {@code relu6}, what they amount to where nothing is differentiated: a
 * maximum and a minimum, which fuse with their neighbors.
 *
 * <p>Before: {@code a = x ≤ low; b = high ≤ x; c = where b high x; d = where a low c}. After: {@code c = maximum x low; d = minimum c high}, with a
 * rectifier for the maximum where {@code low} is 0.
 */
final class FoldBounds {
    private final Links links;
    private final Map<Graph.Value, Tensor> constants = new HashMap<>();

    private FoldBounds(Graph graph) {
        this.links = new Links(graph);
        for (Graph.Node node : graph.nodes()) {
            if (node instanceof Graph.Constant(Graph.Value value, Tensor tensor)) {
                constants.put(value, tensor);
            }
        }
    }

    static Graph of(Graph graph) {
        FoldBounds pass = new FoldBounds(graph);
        List<Graph.Node> nodes = new ArrayList<>();
        for (Graph.Node node : graph.nodes()) {
            Bounds bounds = node instanceof Graph.Apply apply ? pass.bounds(apply) : null;
            if (bounds == null) {
                nodes.add(node);
            } else {
                pass.replace(((Graph.Apply) node).values(), bounds, nodes);
            }
        }
        return graph.with(nodes);
    }

    /** {@code x}, but no less than {@code low} and no more than {@code high}. */
    private record Bounds(Graph.Value x, Graph.Value low, Graph.Value high, double least) {}

    private void replace(List<Graph.Value> y, Bounds bounds, List<Graph.Node> nodes) {
        List<Graph.Value> above = List.of(new Graph.Value(links.fresh(), bounds.x.spec()));
        nodes.add(
                bounds.least == 0
                        ? new Graph.Apply(above, new Unary.Relu(), List.of(bounds.x))
                        : new Graph.Apply(above, new Binary.Maximum(), List.of(bounds.x, bounds.low)));
        nodes.add(new Graph.Apply(y, new Binary.Minimum(), List.of(above.getFirst(), bounds.high)));
    }

    private @Nullable Bounds bounds(Graph.Apply outer) {
        Graph.Apply inner =
                outer.op() instanceof Where ? maker(outer.arguments().get(2), Where.class) : null;
        if (inner == null || outer.values().getFirst().spec().dtype() != DType.F32) {
            return null;
        }
        Graph.Value x = inner.arguments().get(2);
        Graph.Value low = outer.arguments().get(1);
        Graph.Value high = inner.arguments().get(1);
        double least = number(low);
        // Not-a-number where a bound is no constant, and then nothing holds.
        boolean fits = least < number(high)
                && isAtMost(outer.arguments().getFirst(), x, low)
                && isAtMost(inner.arguments().getFirst(), high, x);
        return fits ? new Bounds(x, low, high, least) : null;
    }

    /** Whether {@code condition} says {@code a ≤ b}, where constants are equal if their numbers are. */
    private boolean isAtMost(Graph.Value condition, Graph.Value a, Graph.Value b) {
        Graph.Apply cast = maker(condition, Cast.class);
        Graph.Apply compared = cast == null ? null : maker(cast.arguments().getFirst(), Comparison.LessEqual.class);
        return compared != null
                && isSame(compared.arguments().getFirst(), a)
                && isSame(compared.arguments().getLast(), b);
    }

    private boolean isSame(Graph.Value a, Graph.Value b) {
        return a.equals(b) || number(a) == number(b);
    }

    /** The one number that {@code value} repeats, or not-a-number. */
    private double number(Graph.Value value) {
        Graph.Apply expand = maker(value, Expand.class);
        Tensor one = constants.get(expand == null ? value : expand.arguments().getFirst());
        return one == null || one.shape().elements() != 1 ? Double.NaN : one.toArray()[0];
    }

    private Graph.@Nullable Apply maker(Graph.Value value, Class<? extends Op> op) {
        return links.maker(value) instanceof Graph.Apply apply && op.isInstance(apply.op()) ? apply : null;
    }
}
