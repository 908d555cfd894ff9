package fovea.onnx;

import fovea.graph.Graph;
import fovea.tensor.Conv;
import fovea.tensor.Expand;
import fovea.tensor.Fill;
import fovea.tensor.Op;
import fovea.tensor.Reshape;
import fovea.tensor.Shape;
import fovea.tensor.Slice;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A program of one input as it is for any batch, the first size of that input. A trace holds numbers and not letters; so the program is traced
 * for two batches, and what differs between the two follows the batch: sizes that are multiples of it can be written, while all else, such as
 * a mean over the batch, ties the program to the batch it was traced for.
 *
 * @param graph for the batch {@link #ONE}
 * @param sizes of every value, for those whose shapes follow the batch in a way that can be written
 */
record AnyBatch(Graph graph, Map<Graph.Value, Sizes> sizes) {
    /** Two batches that are no usual size of anything else, and neither is a multiple of the other. */
    static final int ONE = 5;

    static final int OTHER = 7;

    /**
     * The program for any batch; nothing where it is another program for another batch.
     *
     * @param traced the program's graph for an input of a shape
     * @param given the graph for {@code x}, which the program for any batch has to agree with
     */
    static Optional<AnyBatch> of(Function<Shape, Graph> traced, Graph given, Shape x) {
        if (x.rank() == 0 || x.size(0) == 0) {
            return Optional.empty();
        }
        Graph one;
        Graph other;
        try {
            one = traced.apply(x.with(0, ONE));
            other = traced.apply(x.with(0, OTHER));
        } catch (RuntimeException refused) { // a layer says in its own way that it takes no other batch
            return Optional.empty();
        }
        return new Comparison(one, other).result().filter(found -> found.agrees(given, x.size(0)));
    }

    private boolean agrees(Graph given, int batch) {
        if (given.outputs().size() != graph.outputs().size()) {
            return false;
        }
        for (int i = 0; i < graph.outputs().size(); i++) {
            Shape shape = given.outputs().get(i).spec().shape();
            if (!Objects.requireNonNull(sizes.get(graph.outputs().get(i)))
                    .at(batch)
                    .equals(shape)) {
                return false;
            }
        }
        return true;
    }

    /** One program, traced for two batches. */
    private record Comparison(Graph one, Graph other) {

        Optional<AnyBatch> result() {
            if (one.nodes().size() != other.nodes().size()
                    || !ids(one.outputs()).equals(ids(other.outputs()))) {
                return Optional.empty();
            }
            Map<Graph.Value, Sizes> sizes = new HashMap<>();
            for (int i = 0; i < one.nodes().size(); i++) {
                Graph.Node node = one.nodes().get(i);
                Graph.Node twin = other.nodes().get(i);
                if (!ids(node.values()).equals(ids(twin.values()))) {
                    return Optional.empty();
                }
                for (int j = 0; j < node.values().size(); j++) {
                    Graph.Value value = node.values().get(j);
                    sizes(value.spec().shape(), twin.values().get(j).spec().shape())
                            .ifPresent(found -> sizes.put(value, found));
                }
                if (!isSame(node, twin, sizes)) {
                    return Optional.empty();
                }
            }
            return sizes.keySet().containsAll(one.outputs()) ? Optional.of(new AnyBatch(one, sizes)) : Optional.empty();
        }

        private static List<Integer> ids(List<Graph.Value> values) {
            return values.stream().map(Graph.Value::id).toList();
        }

        private static Optional<Sizes> sizes(Shape shape, Shape twin) {
            return Sizes.of(shape, ONE, twin, OTHER);
        }

        private static boolean isSame(Graph.Node node, Graph.Node twin, Map<Graph.Value, Sizes> sizes) {
            return switch (node) {
                case Graph.Input _ -> twin instanceof Graph.Input;
                case Graph.Read read ->
                    twin instanceof Graph.Read its && its.variable().equals(read.variable());
                case Graph.Constant constant ->
                    twin instanceof Graph.Constant its && isEqual(constant.tensor(), its.tensor());
                case Graph.Apply apply ->
                    twin instanceof Graph.Apply its
                            && ids(apply.arguments()).equals(ids(its.arguments()))
                            && (apply.op().equals(its.op()) || isWritable(apply, its.op(), sizes));
            };
        }

        private static boolean isEqual(Tensor constant, Tensor twin) {
            return constant.equals(twin)
                    || (constant.spec().equals(twin.spec()) && Arrays.equals(bytes(constant), bytes(twin)));
        }

        private static byte[] bytes(Tensor tensor) {
            byte[] bytes = new byte[Math.toIntExact(tensor.spec().bytes())];
            tensor.copyTo(MemorySegment.ofArray(bytes));
            return bytes;
        }

        /** Whether two ops differ only in sizes that {@link OpWriter} writes for any batch. */
        private static boolean isWritable(Graph.Apply apply, Op twin, Map<Graph.Value, Sizes> sizes) {
            Sizes made = sizes.get(apply.values().getFirst());
            if (made == null) {
                return false;
            }
            return switch (apply.op()) {
                case Reshape _ -> twin instanceof Reshape;
                case Expand _ ->
                    twin instanceof Expand
                            && sizes.containsKey(apply.arguments().getFirst());
                case Fill(Spec spec, double value) ->
                    twin instanceof Fill(Spec its, double same)
                            && spec.dtype() == its.dtype()
                            && Double.compare(value, same) == 0;
                case Conv.InputGradient(Conv conv, Shape to) ->
                    twin instanceof Conv.InputGradient(Conv its, Shape towards)
                            && conv.equals(its)
                            && to.with(0, 0).equals(towards.with(0, 0));
                case Slice slice ->
                    twin instanceof Slice its
                            && isWhole(
                                    slice,
                                    its,
                                    made,
                                    sizes.get(apply.arguments().getFirst()));
                default -> false;
            };
        }

        /** Whether a part of a tensor is all of it along the axes that follow the batch. */
        private static boolean isWhole(Slice slice, Slice twin, Sizes made, @Nullable Sizes from) {
            if (from == null
                    || !slice.start().equals(twin.start())
                    || !slice.step().equals(twin.step())) {
                return false;
            }
            for (int i = 0; i < made.rank(); i++) {
                boolean isAll = slice.start().size(i) == 0
                        && slice.step().size(i) == 1
                        && made.times().size(i) == from.times().size(i);
                if (made.isMultiple(i) && !isAll) {
                    return false;
                }
            }
            return true;
        }
    }
}
