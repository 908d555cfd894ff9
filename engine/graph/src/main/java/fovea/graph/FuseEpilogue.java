package fovea.graph;

import fovea.tensor.Binary;
import fovea.tensor.Conv;
import fovea.tensor.DType;
import fovea.tensor.Expand;
import fovea.tensor.Finished;
import fovea.tensor.MatMul;
import fovea.tensor.Op;
import fovea.tensor.Shape;
import fovea.tensor.Unary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Joins a convolution or matrix product with the bias, the addition and the rectifier behind it, so that its result is stored finished.
 *
 * <p>Before: {@code a = conv x w; b = expand bias; c = add a b; d = add c z; e = relu d}. After: {@code e = finished x w bias z}. Each step
 * only where nothing else reads what it reads.
 *
 * <p>The rectifier is taken along in inference only: oneDNN's makes 0 of a not-a-number, which in training would hide that it diverges.
 */
final class FuseEpilogue {
    private final Links links;
    private final Map<Graph.Apply, Graph.Node> replaced = new HashMap<>();
    private final Set<Graph.Apply> taken = new HashSet<>();

    private final boolean rectify;
    private final boolean halves;

    private FuseEpilogue(Graph graph, boolean rectify, boolean halves) {
        this.links = new Links(graph);
        this.rectify = rectify;
        this.halves = halves;
    }

    /** @param halves whether values of 16 bits may be rounded at the end only */
    static Graph inTraining(Graph graph, boolean halves) {
        return of(graph, new FuseEpilogue(graph, false, halves));
    }

    /** @param halves whether values of 16 bits may be rounded at the end only */
    static Graph inInference(Graph graph, boolean halves) {
        return of(graph, new FuseEpilogue(graph, true, halves));
    }

    private static Graph of(Graph graph, FuseEpilogue pass) {
        for (Graph.Node node : graph.nodes()) {
            if (node instanceof Graph.Apply apply && pass.isStart(apply)) {
                pass.fuse(apply);
            }
        }
        return graph.with(graph.nodes().stream()
                .flatMap(n -> n instanceof Graph.Apply a && pass.taken.contains(a)
                        ? Stream.ofNullable(pass.replaced.get(a))
                        : Stream.of(n))
                .toList());
    }

    private boolean isStart(Graph.Apply apply) {
        Op op = apply.op() instanceof Finished f ? f.op() : apply.op();
        DType dtype = apply.values().getFirst().spec().dtype();
        return (op instanceof Conv || op instanceof MatMul) && (dtype == DType.F32 || (dtype == DType.BF16 && halves));
    }

    private void fuse(Graph.Apply start) {
        Finished fused = Finished.of(start.op());
        List<Graph.Value> arguments = new ArrayList<>(start.arguments());
        List<Graph.Apply> steps = new ArrayList<>(List.of(start));
        Graph.Apply next = follower(steps.getLast());
        while (next != null) {
            Graph.Value bias = fused.biased() || fused.added() ? null : bias(next, steps.getLast(), fused);
            Graph.Value addend = fused.added() || fused.wide() ? null : whole(addend(next, steps.getLast()));
            if (bias != null) {
                fused = fused.withBias();
                arguments.add(bias);
            } else if (addend != null) {
                fused = fused.withAddition();
                arguments.add(addend);
            } else if (rectify && next.op() instanceof Unary.Relu) {
                fused = fused.withRectifier();
                steps.add(next);
                break;
            } else {
                break;
            }
            steps.add(next);
            next = follower(next);
        }
        if (steps.size() > 1) {
            taken.addAll(steps);
            replaced.put(steps.getLast(), new Graph.Apply(steps.getLast().values(), fused, arguments));
        }
    }

    private Graph.@Nullable Apply follower(Graph.Apply step) {
        Graph.Apply next = links.onlyReader(step.values().getFirst());
        return next == null || taken.contains(next) ? null : next;
    }

    /** The bias that {@code next} adds to what {@code step} makes, or null. */
    private Graph.@Nullable Value bias(Graph.Apply next, Graph.Apply step, Finished fused) {
        Graph.Value other = addend(next, step);
        Shape y = step.values().getFirst().spec().shape();
        return other == null ? null : PerChannel.of(links, other, fused.channels(y));
    }

    /** The value, unless it is one repeated along some axis. */
    private Graph.@Nullable Value whole(Graph.@Nullable Value value) {
        return value != null && links.maker(value) instanceof Graph.Apply a && a.op() instanceof Expand ? null : value;
    }

    /** What {@code next} adds to what {@code step} makes, or null if it does something else. */
    private static Graph.@Nullable Value addend(Graph.Apply next, Graph.Apply step) {
        if (!(next.op() instanceof Binary.Add)) {
            return null;
        }
        Graph.Value y = step.values().getFirst();
        Graph.Value a = next.arguments().getFirst();
        Graph.Value b = next.arguments().getLast();
        return a.equals(b) ? null : a.equals(y) ? b : a;
    }
}
