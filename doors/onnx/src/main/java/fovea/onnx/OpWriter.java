package fovea.onnx;

import fovea.graph.Graph;
import fovea.onnx.GraphWriter.Setting;
import fovea.onnx.model.OnnxException;
import fovea.onnx.model.OnnxType;
import fovea.tensor.Alias;
import fovea.tensor.Axes;
import fovea.tensor.BatchNorm;
import fovea.tensor.Binary;
import fovea.tensor.Cast;
import fovea.tensor.Comparison;
import fovea.tensor.Composite;
import fovea.tensor.Concat;
import fovea.tensor.Conv;
import fovea.tensor.CumSum;
import fovea.tensor.CustomOp;
import fovea.tensor.DType;
import fovea.tensor.Draw;
import fovea.tensor.Expand;
import fovea.tensor.Factoring;
import fovea.tensor.Fill;
import fovea.tensor.Finding;
import fovea.tensor.IndexAdd;
import fovea.tensor.LogSoftmax;
import fovea.tensor.LstmSteps;
import fovea.tensor.MatMul;
import fovea.tensor.Max;
import fovea.tensor.MaxPool;
import fovea.tensor.OneHot;
import fovea.tensor.Op;
import fovea.tensor.Pad;
import fovea.tensor.Permute;
import fovea.tensor.Reshape;
import fovea.tensor.Rounding;
import fovea.tensor.Shape;
import fovea.tensor.Slice;
import fovea.tensor.Solving;
import fovea.tensor.Spec;
import fovea.tensor.Special;
import fovea.tensor.Split;
import fovea.tensor.Sum;
import fovea.tensor.SumPool;
import fovea.tensor.Take;
import fovea.tensor.Trigonometric;
import fovea.tensor.Unary;
import fovea.tensor.Where;
import fovea.tensor.Window;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What each op is in ONNX, opset 17. */
final class OpWriter {
    private final GraphWriter graph;
    private final Function<Graph.Value, Sizes> sizes;

    /**
     * Writes into a graph.
     *
     * @param sizes of a value, as they are for any batch where the program is written for any
     */
    OpWriter(GraphWriter graph, Function<Graph.Value, Sizes> sizes) {
        this.graph = graph;
        this.sizes = sizes;
    }

    /**
     * Writes one op.
     *
     * @param x names of its inputs
     * @return names of its outputs; fewer than it has where those at the end have no counterpart
     */
    List<String> write(Op op, List<String> x, List<Graph.Value> in, List<Graph.Value> out) {
        return switch (op) {
            case Split(int axis, Shape sizes) ->
                graph.node(
                        "Split",
                        List.of(x.getFirst(), graph.wholes(sizes.toArray())),
                        sizes.rank(),
                        Setting.of("axis", (long) axis));
            case LstmSteps(boolean backwards) ->
                List.of(lstm(backwards, x, in.getFirst().spec()));
            default -> List.of(one(op, x, in, out.getFirst()));
        };
    }

    /**
     * All states h, the first one among them. What depends on the input is there already, so that the node's own weights for it are the
     * identity, which a node makes; gates are in the order i, o, f, g there.
     */
    private String lstm(boolean backwards, List<String> x, Spec ahead) {
        int gates = ahead.shape().size(2);
        int hidden = gates / 4;
        int[] order = IntStream.of(0, 3, 1, 2)
                .flatMap(gate -> IntStream.range(gate * hidden, (gate + 1) * hidden))
                .toArray();
        String input = graph.node("Gather", List.of(x.get(0), graph.wholes(order)), Setting.of("axis", 2L));
        String zeros = graph.node(
                "ConstantOfShape",
                List.of(graph.wholes(gates, gates)),
                Setting.of("value", OnnxType.of(ahead.dtype()), 0));
        String identity = before(graph.node("EyeLike", List.of(zeros)));
        String turned = graph.node("Transpose", List.of(x.get(1)), Setting.of("perm", 1, 0));
        String recurrent = before(graph.node("Gather", List.of(turned, graph.wholes(order)), Setting.of("axis", 0L)));
        String h = before(x.get(2));
        String y = graph.node(
                "LSTM",
                List.of(input, identity, recurrent, "", "", h, before(x.get(3))),
                Setting.of("hidden_size", (long) hidden),
                Setting.of("direction", backwards ? "reverse" : "forward"));
        String all = graph.node("Squeeze", List.of(y, graph.wholes(1)));
        return graph.node("Concat", backwards ? List.of(all, h) : List.of(h, all), Setting.of("axis", 0L));
    }

    /** With an axis of one in front. */
    private String before(String x) {
        return graph.node("Unsqueeze", List.of(x, graph.wholes(0)));
    }

    private String one(Op op, List<String> x, List<Graph.Value> in, Graph.Value out) {
        return switch (op) {
            case Unary unary -> unary(unary, x.getFirst(), in.getFirst().spec().dtype());
            case Binary binary -> binary(binary, x, in.getFirst().spec().dtype());
            case Where _ -> graph.node("Where", x);
            case Cast(DType to) ->
                graph.node("Cast", x, Setting.of("to", (long) OnnxType.of(to).number()));
            case Sum(Axes axes) ->
                graph.node(
                        "ReduceSum",
                        List.of(
                                x.getFirst(),
                                graph.wholes(places(axes, in.getFirst().spec()))));
            case Max(Axes axes) ->
                graph.node(
                        "ReduceMax",
                        x,
                        Setting.of("axes", places(axes, in.getFirst().spec())));
            case CumSum(int axis, boolean reverse) ->
                graph.node(
                        "CumSum",
                        List.of(x.getFirst(), graph.number(OnnxType.INT64, axis)),
                        Setting.of("reverse", reverse ? 1L : 0L));
            case Finding.ArgMax(int axis) -> index(graph.node("ArgMax", x, Setting.of("axis", (long) axis)));
            case MatMul _ -> graph.node("MatMul", x);
            case Conv(Window window, int groups) ->
                graph.node("Conv", x, window(window, Setting.of("group", (long) groups)));
            case Conv.InputGradient(Conv conv, Shape to) ->
                transposed(conv, to, x, in.getFirst().spec().shape());
            case MaxPool(Window window) -> graph.node("MaxPool", x, window(window));
            case SumPool(Window window) -> summed(window, x, out.spec());
            case LogSoftmax _ -> graph.node("LogSoftmax", x, Setting.of("axis", -1L));
            case Take(int axis) -> graph.node("Gather", x, Setting.of("axis", (long) axis));
            case OneHot(int classes, DType to) -> oneHot(classes, to, x);
            case Fill(Spec spec, double value)
            when spec.shape().equals(Shape.SCALAR) -> graph.number(OnnxType.of(spec.dtype()), value);
            case Fill(Spec spec, double value) ->
                graph.node(
                        "ConstantOfShape",
                        List.of(graph.sizes(sizes.apply(out))),
                        Setting.of("value", OnnxType.of(spec.dtype()), value));
            case Reshape _ ->
                graph.node("Reshape", List.of(x.getFirst(), reshaped(sizes.apply(out))), Setting.of("allowzero", 1L));
            case Permute(Shape order) -> graph.node("Transpose", x, Setting.of("perm", order.toArray()));
            case Expand _ ->
                graph.node("Expand", List.of(x.getFirst(), expanded(sizes.apply(in.getFirst()), sizes.apply(out))));
            case Slice slice -> sliced(slice, x.getFirst(), sizes.apply(out));
            case Pad(Shape before, Shape after, Shape between) ->
                padded(op, before, after, between, x.getFirst(), in.getFirst().spec());
            case Concat(int axis) -> graph.node("Concat", x, Setting.of("axis", (long) axis));
            case Alias _ -> x.getFirst();
            case Finding _,
                    Conv.WeightGradient _,
                    MaxPool.Scatter _,
                    MaxPool.Pick _,
                    SumPool.Gradient _,
                    IndexAdd _,
                    Draw _,
                    Split _,
                    Factoring _,
                    Solving _,
                    BatchNorm _,
                    LstmSteps _,
                    Composite _,
                    CustomOp _ -> throw unknown(op);
        };
    }

    private static OnnxException unknown(Op op) {
        return new OnnxException(
                "export",
                op.label() + " has no counterpart in ONNX here",
                "export the layer as it answers, not as it learns");
    }

    private static int[] places(Axes axes, Spec x) {
        return IntStream.range(0, x.shape().rank()).filter(axes::contains).toArray();
    }

    /** Places are 64 bits wide in ONNX and 32 here. */
    private String index(String places) {
        return graph.node("Cast", List.of(places), Setting.of("to", (long) OnnxType.INT32.number()));
    }

    private String unary(Unary op, String x, DType type) {
        String plain = switch (op) {
            case Unary.Affine(double scale, double shift) -> {
                yield affine(x, type, scale, shift);
            }
            case Rounding.Trunc _ ->
                graph.node(
                        "Mul",
                        List.of(
                                graph.node("Sign", List.of(x)),
                                graph.node("Floor", List.of(graph.node("Abs", List.of(x))))));
            case Special.Erfc _ -> affine(graph.node("Erf", List.of(x)), type, -1, 1);
            case Unary.Abs _,
                    Unary.Exp _,
                    Unary.Log _,
                    Unary.Sqrt _,
                    Unary.Reciprocal _,
                    Unary.Tanh _,
                    Unary.Sigmoid _,
                    Unary.Relu _,
                    Trigonometric _,
                    Rounding.Floor _,
                    Rounding.Ceil _,
                    Rounding.Round _,
                    Rounding.Sign _,
                    Special.Erf _,
                    Special.Softplus _ -> graph.node(op.getClass().getSimpleName(), List.of(x));
            default -> throw unknown(op);
        };
        return plain;
    }

    private String affine(String x, DType type, double scale, double shift) {
        OnnxType of = OnnxType.of(type);
        String scaled = scale == 1
                ? x
                : scale == -1 ? graph.node("Neg", List.of(x)) : graph.node("Mul", List.of(x, graph.number(of, scale)));
        return shift == 0 ? scaled : graph.node("Add", List.of(scaled, graph.number(of, shift)));
    }

    private String binary(Binary op, List<String> x, DType type) {
        boolean condition = type == DType.BOOL;
        return switch (op) {
            case Binary.Maximum _ -> graph.node(condition ? "Or" : "Max", x);
            case Binary.Minimum _ -> graph.node(condition ? "And" : "Min", x);
            case Binary.Add _, Binary.Sub _, Binary.Mul _, Binary.Div _, Binary.Pow _ ->
                graph.node(op.getClass().getSimpleName(), x);
            case Binary.WherePositive _ -> {
                String zero = graph.number(OnnxType.of(type), 0);
                String positive = graph.node("Greater", List.of(x.get(1), zero));
                yield graph.node("Where", List.of(positive, x.getFirst(), zero));
            }
            case Binary.Fmod _ -> graph.node("Mod", x, Setting.of("fmod", 1L));
            case Binary.Remainder _ when !type.isFloating() -> graph.node("Mod", x);
            case Binary.Remainder _ -> {
                String times = graph.node("Floor", List.of(graph.node("Div", x)));
                yield graph.node("Sub", List.of(x.getFirst(), graph.node("Mul", List.of(times, x.get(1)))));
            }
            case Comparison.Equal _ -> compared("Equal", x, type);
            case Comparison.Less _ -> compared("Less", x, type);
            case Comparison.LessEqual _ -> compared("LessOrEqual", x, type);
            default -> throw unknown(op);
        };
    }

    /** Comparisons give 0 and 1 of their inputs' type here. */
    private String compared(String operator, List<String> x, DType type) {
        String y = graph.node(operator, x);
        return type == DType.BOOL
                ? y
                : graph.node("Cast", List.of(y), Setting.of("to", (long)
                        OnnxType.of(type).number()));
    }

    static Setting[] window(Window window, Setting... more) {
        Setting[] own = {
            Setting.of("kernel_shape", each(window, window::size)),
            Setting.of("strides", each(window, window::stride)),
            Setting.of("pads", pads(window)),
            Setting.of("dilations", each(window, window::dilation))
        };
        return Stream.concat(Stream.of(own), Stream.of(more)).toArray(Setting[]::new);
    }

    private static int[] each(Window window, IntUnaryOperator part) {
        return IntStream.range(0, window.rank()).map(part).toArray();
    }

    private static int[] pads(Window window) {
        return IntStream.concat(IntStream.of(each(window, window::before)), IntStream.of(each(window, window::after)))
                .toArray();
    }

    private String transposed(Conv conv, Shape to, List<String> x, Shape from) {
        Window window = conv.window();
        int[] more = each(
                window,
                i -> to.size(2 + i)
                        - ((from.size(2 + i) - 1) * window.stride(i)
                                + window.dilation(i) * (window.size(i) - 1)
                                + 1
                                - window.before(i)
                                - window.after(i)));
        return graph.node(
                "ConvTranspose",
                x,
                window(window, Setting.of("group", (long) conv.groups()), Setting.of("output_padding", more)));
    }

    /** The mean over each window, padding counted, times its area. */
    private String summed(Window window, List<String> x, Spec out) {
        if (IntStream.of(each(window, window::dilation)).anyMatch(d -> d != 1)) {
            throw unknown(new SumPool(window));
        }
        String mean = graph.node(
                "AveragePool",
                x,
                Setting.of("kernel_shape", each(window, window::size)),
                Setting.of("strides", each(window, window::stride)),
                Setting.of("pads", pads(window)),
                Setting.of("count_include_pad", 1L));
        return affine(mean, out.dtype(), window.area(), 0);
    }

    private String oneHot(int classes, DType to, List<String> x) {
        OnnxType type = OnnxType.of(to);
        String both = graph.node(
                "Concat",
                List.of(
                        graph.node("Reshape", List.of(graph.number(type, 0), graph.wholes(1))),
                        graph.node("Reshape", List.of(graph.number(type, 1), graph.wholes(1)))),
                Setting.of("axis", 0L));
        return graph.node("OneHot", List.of(x.getFirst(), graph.number(OnnxType.INT64, classes), both));
    }

    /** A size that follows the batch is left to what the others leave; two of them are computed. */
    private String reshaped(Sizes to) {
        boolean isClear = to.multiples() == 1
                && IntStream.range(0, to.rank())
                        .allMatch(i -> to.isMultiple(i) || to.fixed().size(i) > 0);
        return isClear
                ? graph.wholes(IntStream.range(0, to.rank())
                        .map(i -> to.isMultiple(i) ? -1 : to.fixed().size(i))
                        .toArray())
                : graph.sizes(to);
    }

    /** An axis that has its size already is asked for 1, with which it keeps it. */
    private String expanded(Sizes from, Sizes to) {
        Sizes asked = to;
        for (int i = 0; i < to.rank(); i++) {
            asked = to.isMultiple(i) && from.isMultiple(i) ? asked.with(i, 1) : asked;
        }
        return graph.sizes(asked);
    }

    /** Along the axes that are cut; those that follow the batch are not. */
    private String sliced(Slice slice, String x, Sizes to) {
        int[] axes = IntStream.range(0, to.rank())
                .filter(axis -> !to.isMultiple(axis))
                .toArray();
        return graph.node(
                "Slice",
                List.of(
                        x,
                        graph.wholes(each(axes, slice.start()::size)),
                        graph.wholes(each(axes, axis -> end(slice, axis))),
                        graph.wholes(axes),
                        graph.wholes(each(axes, slice.step()::size))));
    }

    private static int[] each(int[] axes, IntUnaryOperator part) {
        return IntStream.of(axes).map(part).toArray();
    }

    private static int end(Slice slice, int axis) {
        int start = slice.start().size(axis);
        int size = slice.size().size(axis);
        return size == 0 ? start : start + (size - 1) * slice.step().size(axis) + 1;
    }

    private String padded(Op op, Shape before, Shape after, Shape between, String x, Spec in) {
        if (IntStream.of(between.toArray()).anyMatch(n -> n != 0)) {
            throw unknown(op);
        }
        int[] pads = IntStream.concat(IntStream.of(before.toArray()), IntStream.of(after.toArray()))
                .toArray();
        return graph.node("Pad", List.of(x, graph.wholes(pads), graph.number(OnnxType.of(in.dtype()), 0)));
    }
}
