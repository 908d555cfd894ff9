package fovea.graph;

import fovea.device.Device;
import fovea.tensor.Binary;
import fovea.tensor.Conv;
import fovea.tensor.Expand;
import fovea.tensor.Finished;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Unary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Folds factors and shifts of channels, such as batch normalization with its running statistics, into the constant weights of the
 * convolution before them.
 *
 * <p>Before: {@code a = conv x w; b = a − expand μ; c = b · expand s; d = c + expand β}. After: {@code d = finished x w' b'} with
 * {@code w' = w · s} and {@code b' = (0 − μ) · s + β}.
 */
final class FoldScale {
    private final Links links;
    private final Device device;
    private final Map<Graph.Value, Tensor> constants = new HashMap<>();
    private final Map<Graph.Apply, List<Graph.Node>> replaced = new HashMap<>();
    private final Set<Graph.Apply> taken = new HashSet<>();

    private FoldScale(Graph graph, Device device) {
        this.links = new Links(graph);
        this.device = device;
        for (Graph.Node node : graph.nodes()) {
            if (node instanceof Graph.Constant(Graph.Value value, Tensor tensor)) {
                constants.put(value, tensor);
            }
        }
    }

    static Graph of(Graph graph, Device device) {
        FoldScale pass = new FoldScale(graph, device);
        for (Graph.Node node : graph.nodes()) {
            if (node instanceof Graph.Apply apply && apply.op() instanceof Conv) {
                pass.fold(apply);
            }
        }
        return graph.with(graph.nodes().stream()
                .flatMap(n -> n instanceof Graph.Apply a && pass.taken.contains(a)
                        ? pass.replaced.getOrDefault(a, List.of()).stream()
                        : Stream.of(n))
                .toList());
    }

    /** A line for each channel, {@code y = scale · x + shift}. */
    private record Lines(Tensor scale, Tensor shift) {}

    private void fold(Graph.Apply conv) {
        Tensor weight = constants.get(conv.arguments().get(1));
        if (weight == null) {
            return;
        }
        device.use(() -> {
            int channels = weight.shape().size(0);
            Lines lines = new Lines(
                    Tensor.full(weight.spec().with(Shape.of(channels)), 1),
                    Tensor.full(weight.spec().with(Shape.of(channels)), 0));
            List<Graph.Apply> steps = new ArrayList<>(List.of(conv));
            Graph.Apply next = links.onlyReader(conv.values().getFirst());
            Lines longer = next == null ? null : after(lines, next, conv);
            while (next != null && longer != null) {
                lines = longer;
                steps.add(next);
                Graph.Apply last = next;
                next = links.onlyReader(last.values().getFirst());
                longer = next == null ? null : after(lines, next, last);
            }
            if (steps.size() > 1) {
                replace(conv, steps, weight, lines);
            }
            return List.of();
        });
    }

    private void replace(Graph.Apply conv, List<Graph.Apply> steps, Tensor weight, Lines lines) {
        int[] alongOutputs = new int[weight.shape().rank()];
        Arrays.fill(alongOutputs, 1);
        alongOutputs[0] = weight.shape().size(0);
        Tensor scale = lines.scale.reshape(Shape.of(alongOutputs));
        Graph.Value s = new Graph.Value(links.fresh(), scale.spec());
        Graph.Value wide = new Graph.Value(links.fresh(), weight.spec());
        Graph.Value w = new Graph.Value(links.fresh(), weight.spec());
        Graph.Value b = new Graph.Value(links.fresh(), lines.shift.spec());
        taken.addAll(steps);
        // The product is left to whoever lays the weights out: all scaled weights at once are as much memory again as
        // the weights.
        replaced.put(
                steps.getLast(),
                List.of(
                        new Graph.Constant(s, scale),
                        new Graph.Apply(List.of(wide), new Expand(weight.shape()), List.of(s)),
                        new Graph.Apply(
                                List.of(w),
                                new Binary.Mul(),
                                List.of(conv.arguments().get(1), wide)),
                        new Graph.Constant(b, lines.shift),
                        new Graph.Apply(
                                steps.getLast().values(),
                                Finished.of(conv.op()).withBias(),
                                List.of(conv.arguments().getFirst(), w, b))));
    }

    /** {@code lines} with what {@code next} does to the result of {@code last}; null if that is no constant line for each channel. */
    private @Nullable Lines after(Lines lines, Graph.Apply next, Graph.Apply last) {
        if (next.op() instanceof Unary.Affine(double scale, double shift)) {
            return new Lines(lines.scale.mul(scale), lines.shift.mul(scale).add(shift));
        }
        if (!(next.op() instanceof Binary)
                || next.arguments().getFirst().equals(next.arguments().getLast())) {
            return null;
        }
        boolean first = next.arguments().getFirst().equals(last.values().getFirst());
        Tensor other =
                perChannel(first ? next.arguments().getLast() : next.arguments().getFirst());
        return other == null
                ? null
                : switch (next.op()) {
                    case Binary.Add _ -> new Lines(lines.scale, lines.shift.add(other));
                    case Binary.Sub _ when first -> new Lines(lines.scale, lines.shift.sub(other));
                    case Binary.Mul _ -> new Lines(lines.scale.mul(other), lines.shift.mul(other));
                    case Binary.Div _ when first -> new Lines(lines.scale.div(other), lines.shift.div(other));
                    default -> null;
                };
    }

    /** The constant that {@code wide} repeats over all but the channels, as {@code [C]}; or null. */
    private @Nullable Tensor perChannel(Graph.Value wide) {
        Graph.Value narrow = PerChannel.of(links, wide, 1);
        Tensor constant = narrow == null ? null : constants.get(narrow);
        return constant == null
                ? null
                : constant.reshape(Shape.of(wide.spec().shape().size(1)));
    }
}
