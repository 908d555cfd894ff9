package fovea.graph;

import fovea.tensor.Binary;
import fovea.tensor.Cast;
import fovea.tensor.Concat;
import fovea.tensor.Conv;
import fovea.tensor.DType;
import fovea.tensor.Expand;
import fovea.tensor.Finished;
import fovea.tensor.MatMul;
import fovea.tensor.MaxPool;
import fovea.tensor.Op;
import fovea.tensor.Permute;
import fovea.tensor.Quantize;
import fovea.tensor.Quantized;
import fovea.tensor.Reshape;
import fovea.tensor.Shape;
import fovea.tensor.Slice;
import fovea.tensor.Spec;
import fovea.tensor.Sum;
import fovea.tensor.SumPool;
import fovea.tensor.Tensor;
import fovea.tensor.Unary;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Computes convolutions and products by constant weights in 8 bits (Jacob et al. 2018, arXiv:1712.05877; weights with a scale for each output
 * channel, Krishnamoorthi 2018, arXiv:1806.08342, section 3.1.2). Values stay in 8 bits from one to the next, through max pooling, concatenation
 * and views, and as addends; what follows otherwise reads them in single precision again.
 *
 * <p>Before: {@code a = finished conv x w b; c = finished conv a v}. After: {@code q = quantize x; a = quantized conv q w' s b'; c = quantized
 * conv a v' t}, where {@code w'} and {@code v'} are whole numbers, and the scales of {@code x}, {@code a} and the weights are all in {@code s},
 * {@code t} and {@code b'}.
 *
 * <p>Two kinds stay as they are, since they cost little and their rounding was a quarter of a trained network's error (decision 13):
 * convolutions of the program's inputs, where those have no more than four channels, and matrix products that nothing reads in 8 bits, which
 * are the program's answers.
 *
 * <p>A value is stored as multiples of its scale: from 0 to 255 where it cannot be negative, else from −127 to 127. Where that leaves no room
 * above a constant bound, as behind {@code relu6}, the bound is the end of the range and costs nothing.
 */
final class QuantizeProducts {
    private static final int SIGNED = 127;
    private static final int UNSIGNED = 255;
    private static final int COLORS = 4;

    private final Graph graph;
    private final Links links;
    private final Map<Graph.Value, Tensor> constants = new HashMap<>();
    private final Map<Graph.Apply, Product> products = new HashMap<>();

    /** Values that something reads in 8 bits. */
    private final Set<Graph.Value> wanted = new HashSet<>();

    /** Values that come in 8 bits, and need not be made so. */
    private final Set<Graph.Value> given = new HashSet<>();

    /** For values of one scale, another of them; see {@link #root}. */
    private final Map<Graph.Value, Graph.Value> joined = new HashMap<>();

    private final Map<Graph.Value, Graph.Value> small = new HashMap<>();
    private final Map<Graph.Value, Steps> steps = new HashMap<>();
    private final List<Graph.Node> nodes = new ArrayList<>();

    /** Upper bounds of results that are the end of the range they are stored in, and the ops that need not be computed for it. */
    private final Map<Graph.Value, Double> bounds = new HashMap<>();

    private final Set<Graph.Apply> bounding = new HashSet<>();

    /** A convolution or product that can be computed in 8 bits; {@code result} is what its value is when it is finished. */
    private record Product(
            Finished op, Tensor weight, @Nullable Tensor bias, Graph.@Nullable Value addend, Graph.Value result) {
        Product with(Graph.Value result) {
            return new Product(op, weight, bias, addend, result);
        }
    }

    /** How a value is stored: as multiples of {@code scale}. */
    private record Steps(double scale, DType dtype) {}

    private QuantizeProducts(Graph graph) {
        this.graph = graph;
        this.links = new Links(graph);
        for (Graph.Node node : graph.nodes()) {
            if (node instanceof Graph.Constant(Graph.Value value, Tensor tensor)) {
                constants.put(value, tensor);
            }
        }
        for (Graph.Node node : graph.nodes()) {
            if (node instanceof Graph.Apply apply) {
                Product product = product(apply);
                if (product != null) {
                    products.put(apply, product);
                }
            }
        }
        products.replaceAll((apply, product) -> bounded(product));
        findWanted();
        findGiven();
    }

    /** The values whose numbers the pass has to know. */
    static Set<Graph.Value> watched(Graph graph) {
        QuantizeProducts pass = new QuantizeProducts(graph);
        Set<Graph.Value> all = new LinkedHashSet<>(pass.wanted);
        all.addAll(pass.given);
        return all;
    }

    static Graph of(Graph graph, Map<Graph.Value, Spread> seen) {
        QuantizeProducts pass = new QuantizeProducts(graph);
        pass.chooseSteps(seen);
        graph.nodes().forEach(pass::emit);
        return graph.with(pass.nodes);
    }

    private @Nullable Product product(Graph.Apply apply) {
        Op op = apply.op() instanceof Finished f ? f.op() : apply.op();
        Graph.Value y = apply.values().getFirst();
        boolean fits = (op instanceof Conv || op instanceof MatMul) && y.spec().dtype() == DType.F32;
        if (!fits || constants.containsKey(apply.arguments().getFirst()) || isOfPictures(apply)) {
            return null;
        }
        Finished finished = Finished.of(apply.op());
        Tensor weight = constants.get(apply.arguments().get(1));
        Tensor bias = finished.biased() ? constants.get(apply.arguments().get(2)) : null;
        if (isRow(finished, apply)) {
            finished = new Finished(op, true, false, finished.rectified());
            bias = constants.get(apply.arguments().getLast());
        }
        boolean known = bias != null || !finished.biased();
        if (weight == null
                || !known
                || finished.wide()
                || (op instanceof MatMul && y.spec().shape().rank() != 2)) {
            return null;
        }
        return new Product(
                finished, weight, bias, finished.added() ? apply.arguments().getLast() : null, y);
    }

    /** Whether it is a convolution of an input of few channels, of which 8-bit kernels make no better use than others. */
    private boolean isOfPictures(Graph.Apply apply) {
        Graph.Value x = apply.arguments().getFirst();
        return links.maker(x) instanceof Graph.Input
                && Finished.of(apply.op()).op() instanceof Conv
                && x.spec().shape().size(1) <= COLORS;
    }

    /** Whether what a product adds is a constant, and so much as a bias, since its result is a single row. */
    private boolean isRow(Finished finished, Graph.Apply apply) {
        Shape y = apply.values().getFirst().spec().shape();
        return finished.added()
                && !finished.biased()
                && constants.containsKey(apply.arguments().getLast())
                && y.elements() == y.size(finished.channels(y));
    }

    /** With the minimum of its rectified result and a constant, where a product reads that, and so in 8 bits. */
    private Product bounded(Product product) {
        Graph.Apply next = product.op.rectified() ? links.onlyReader(product.result) : null;
        if (next == null || !(next.op() instanceof Binary.Minimum)) {
            return product;
        }
        Graph.Value y = next.values().getFirst();
        double most = number(next.arguments().get(next.arguments().getFirst().equals(product.result) ? 1 : 0));
        List<Graph.Apply> readers = links.readers(y);
        // What is moved may share its scale with others, whose range ends elsewhere.
        boolean fits = most > 0
                && readers.stream().noneMatch(this::isPassage)
                && readers.stream()
                        .anyMatch(r -> products.containsKey(r)
                                && r.arguments().getFirst().equals(y));
        if (!fits) {
            return product;
        }
        bounds.put(y, most);
        bounding.add(next);
        return product.with(y);
    }

    /** The one constant number that {@code value} repeats, or not-a-number. */
    private double number(Graph.Value value) {
        Tensor one = constants.get(
                links.maker(value) instanceof Graph.Apply a && a.op() instanceof Expand
                        ? a.arguments().getFirst()
                        : value);
        return one == null || one.shape().elements() != 1 ? Double.NaN : one.toArray()[0];
    }

    /** From the last to the first: readers come after what they read. */
    private void findWanted() {
        for (Graph.Node node : graph.nodes().reversed()) {
            if (node instanceof Graph.Apply apply) {
                Product product = products.get(apply);
                if (product != null && product.op.op() instanceof MatMul && !wanted.contains(product.result)) {
                    products.remove(apply);
                    continue;
                }
                if (product != null) {
                    wanted.add(apply.arguments().getFirst());
                    if (product.addend != null && wanted.contains(product.result)) {
                        wanted.add(product.addend);
                    }
                } else if (isPassage(apply) && wanted.contains(apply.values().getFirst())) {
                    wanted.addAll(apply.arguments());
                }
            }
        }
    }

    private void findGiven() {
        for (Graph.Node node : graph.nodes()) {
            if (node instanceof Graph.Apply apply) {
                Product product = products.get(apply);
                if (product != null && wanted.contains(product.result)) {
                    given.add(product.result);
                } else if (isPassage(apply) && wanted.contains(apply.values().getFirst())) {
                    Graph.Value y = apply.values().getFirst();
                    given.add(y);
                    apply.arguments().forEach(x -> join(x, y));
                }
            }
        }
    }

    /** Whether an op moves or chooses numbers, and so works on 8 bits as on 32. */
    private boolean isPassage(Graph.Apply apply) {
        return switch (apply.op()) {
            case MaxPool _ -> links.isUnread(apply.values().getLast());
            case Concat _, Reshape _, Permute _, Slice _ -> true;
            default -> false;
        };
    }

    private void join(Graph.Value a, Graph.Value b) {
        Graph.Value one = root(a);
        Graph.Value other = root(b);
        if (!one.equals(other)) {
            joined.put(one, other);
        }
    }

    /** The value that stands for all of one scale. */
    private Graph.Value root(Graph.Value value) {
        Graph.Value at = value;
        Graph.Value next = joined.get(at);
        while (next != null) {
            at = next;
            next = joined.get(at);
        }
        return at;
    }

    private void chooseSteps(Map<Graph.Value, Spread> seen) {
        Set<Graph.Value> stored = new LinkedHashSet<>(wanted);
        stored.addAll(given);
        Set<Graph.Value> negative = new HashSet<>();
        for (Graph.Value value : stored) {
            if (!isAtLeastZero(value)) {
                negative.add(root(value));
            }
        }
        Map<Graph.Value, Double> reaches = new HashMap<>();
        for (Graph.Value value : stored) {
            Graph.Value root = root(value);
            Spread spread = seen.get(value);
            if (spread == null) {
                throw new IllegalStateException(value + " was not looked at");
            }
            double reach = spread.reach(negative.contains(root) ? SIGNED : UNSIGNED);
            double bound = bounds.getOrDefault(value, Double.POSITIVE_INFINITY);
            reaches.merge(root, Math.min(reach, bound), Math::max);
        }
        for (Graph.Value value : stored) {
            Graph.Value root = root(value);
            boolean signed = negative.contains(root);
            double reach = reaches.getOrDefault(root, 0.0);
            // All that was seen is 0: any scale does.
            double scale = reach == 0 ? 1 : reach / (signed ? SIGNED : UNSIGNED);
            steps.put(value, new Steps(scale, signed ? DType.I8 : DType.U8));
        }
    }

    /** Whether the program leaves no way for a number below 0, whatever it is given. */
    private boolean isAtLeastZero(Graph.Value value) {
        if (!(links.maker(value) instanceof Graph.Apply apply)) {
            return false;
        }
        return switch (apply.op()) {
            case Unary.Relu _, Unary.Sigmoid _ -> true;
            case Finished f -> f.rectified();
            case Binary.Minimum _ -> apply.arguments().stream().allMatch(x -> isAtLeastZero(x) || number(x) >= 0);
            case Unary.Affine(double scale, double shift) ->
                scale >= 0 && shift >= 0 && isAtLeastZero(apply.arguments().getFirst());
            case MaxPool _, Concat _, Reshape _, Permute _, Slice _, Expand _, Sum _, SumPool _, Binary.Add _ ->
                apply.arguments().stream().allMatch(this::isAtLeastZero);
            default -> false;
        };
    }

    private void emit(Graph.Node node) {
        if (node instanceof Graph.Apply apply) {
            if (bounding.contains(apply)) {
                return;
            }
            emit(apply);
        } else {
            nodes.add(node);
        }
        for (Graph.Value value : node.values()) {
            if (wanted.contains(value) && !given.contains(value)) {
                Steps how = steps(value);
                nodes.add(new Graph.Apply(List.of(small(value)), new Quantize(how.scale, how.dtype), List.of(value)));
            }
        }
    }

    private void emit(Graph.Apply apply) {
        Product product = products.get(apply);
        Graph.Value y = apply.values().getFirst();
        if (product != null) {
            emit(apply, product);
        } else if (given.contains(y)) {
            List<Graph.Value> x = apply.arguments().stream().map(this::small).toList();
            Op op = apply.op() instanceof MaxPool p ? new MaxPool.Largest(p.window()) : apply.op();
            nodes.add(new Graph.Apply(List.of(small(y)), op, x));
            widen(y);
        } else {
            nodes.add(apply);
        }
    }

    private void emit(Graph.Apply apply, Product product) {
        Graph.Value x = apply.arguments().getFirst();
        boolean narrow = given.contains(product.result);
        double unit = narrow ? steps(product.result).scale : 1;
        Weights weights = Weights.of(product.weight, product.op.op() instanceof Conv ? 0 : 1);
        List<Graph.Value> arguments = new ArrayList<>(List.of(small(x), constant(weights.whole)));
        Quantized op = Quantized.of(product.op.op());
        arguments.add(constant(line(weights.scales, steps(x).scale / unit)));
        if (product.bias != null) {
            op = op.withBias();
            float[] bias = product.bias.toArray();
            double[] wide = new double[bias.length];
            Arrays.setAll(wide, i -> bias[i]);
            arguments.add(constant(line(wide, 1 / unit)));
        }
        if (product.addend != null && !narrow) {
            add(op, arguments, product, product.addend);
            return;
        }
        op = product.op.rectified() ? op.withRectifier() : op;
        if (!narrow) {
            nodes.add(new Graph.Apply(List.of(product.result), op, arguments));
            return;
        }
        op = op.to(steps(product.result).dtype);
        if (product.addend != null) {
            op = op.withAddition(steps(product.addend).scale / unit);
            arguments.add(small(product.addend));
        }
        nodes.add(new Graph.Apply(List.of(small(product.result)), op, arguments));
        widen(product.result);
    }

    /** A product that nobody reads in 8 bits, and what is added to it: in single precision, so that nothing is rounded needlessly. */
    private void add(Quantized op, List<Graph.Value> arguments, Product product, Graph.Value addend) {
        Graph.Value y = product.result;
        Graph.Value before = new Graph.Value(links.fresh(), y.spec());
        nodes.add(new Graph.Apply(List.of(before), op, arguments));
        if (product.op.rectified()) {
            Graph.Value sum = new Graph.Value(links.fresh(), y.spec());
            nodes.add(new Graph.Apply(List.of(sum), new Binary.Add(), List.of(before, addend)));
            nodes.add(new Graph.Apply(List.of(y), new Unary.Relu(), List.of(sum)));
        } else {
            nodes.add(new Graph.Apply(List.of(y), new Binary.Add(), List.of(before, addend)));
        }
    }

    /** For those who read single precision; dropped where there are none. */
    private void widen(Graph.Value value) {
        Graph.Value whole = new Graph.Value(links.fresh(), value.spec());
        nodes.add(new Graph.Apply(List.of(whole), new Cast(DType.F32), List.of(small(value))));
        nodes.add(new Graph.Apply(List.of(value), new Unary.Affine(steps(value).scale, 0), List.of(whole)));
    }

    private Steps steps(Graph.Value value) {
        Steps how = steps.get(value);
        if (how == null) {
            throw new IllegalStateException(value + " has no scale");
        }
        return how;
    }

    /** The value in 8 bits. */
    private Graph.Value small(Graph.Value value) {
        return small.computeIfAbsent(
                value, v -> new Graph.Value(links.fresh(), new Spec(v.spec().shape(), steps(v).dtype)));
    }

    private Graph.Value constant(Tensor tensor) {
        Graph.Value value = new Graph.Value(links.fresh(), tensor.spec());
        nodes.add(new Graph.Constant(value, tensor));
        return value;
    }

    private static Tensor line(double[] numbers, double factor) {
        float[] scaled = new float[numbers.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (numbers[i] * factor);
        }
        return Tensor.of(Shape.of(scaled.length), scaled);
    }

    /** Weights as whole numbers from −127 to 127, multiples of a scale for each slice along an axis. */
    private record Weights(Tensor whole, double[] scales) {

        static Weights of(Tensor weight, int axis) {
            float[] w = weight.toArray();
            Shape shape = weight.shape();
            int run = 1;
            for (int i = axis + 1; i < shape.rank(); i++) {
                run *= shape.size(i);
            }
            double[] scales = new double[shape.size(axis)];
            for (int i = 0; i < w.length; i++) {
                int slice = i / run % scales.length;
                scales[slice] = Math.max(scales[slice], Math.abs(w[i]) / (double) SIGNED);
            }
            byte[] whole = new byte[w.length];
            for (int i = 0; i < w.length; i++) {
                double scale = scales[i / run % scales.length];
                whole[i] = scale == 0 ? 0 : (byte) Math.rint(w[i] / scale);
            }
            return new Weights(Tensor.of(new Spec(shape, DType.I8), MemorySegment.ofArray(whole)), scales);
        }
    }
}
