package fovea.onnx.operator;

import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Many numbers made one, along axes; and running sums. */
final class Reductions {

    private Reductions() {}

    /** What becomes of the elements over some axes. */
    @FunctionalInterface
    private interface Fold {
        Tensor apply(Tensor x, int... axes);
    }

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        add(all, "ReduceSum", 0, (x, axes) -> x.sum(axes));
        add(all, "ReduceMean", Double.NaN, Reductions::mean);
        add(all, "ReduceProd", 1, (x, axes) -> x.prod(axes));
        add(all, "ReduceMax", Double.NEGATIVE_INFINITY, (x, axes) -> x.max(axes));
        add(all, "ReduceMin", Double.POSITIVE_INFINITY, (x, axes) -> x.min(axes));
        add(all, "ReduceL1", 0, (x, axes) -> x.abs().sum(axes));
        add(all, "ReduceL2", 0, (x, axes) -> real(x).square().sum(axes).sqrt());
        add(
                all,
                "ReduceLogSum",
                Double.NEGATIVE_INFINITY,
                (x, axes) -> real(x).sum(axes).log());
        add(all, "ReduceLogSumExp", Double.NEGATIVE_INFINITY, (x, axes) -> real(x).logsumexp(axes));
        add(all, "ReduceSumSquare", 0, (x, axes) -> x.mul(x).sum(axes));
        all.put("ArgMax", call -> argument(call, true));
        all.put("ArgMin", call -> argument(call, false));
        all.put("CumSum", call -> running(call, 0, Tensor::cumsum));
        all.put("CumProd", call -> running(call, 1, Tensor::cumprod));
        return all;
    }

    private static Tensor real(Tensor x) {
        return x.dtype().isFloating() ? x : x.cast(DType.F64);
    }

    private static Tensor mean(Tensor x, int... axes) {
        return real(x).mean(axes);
    }

    private static void add(Map<String, Operator> all, String name, double ofNothing, Fold fold) {
        all.put(name, call -> reduce(call, ofNothing, fold));
    }

    private static List<OnnxValue> reduce(Call call, double ofNothing, Fold fold) {
        Tensor x = call.x(0);
        int[] axes = axes(call, x.shape().rank());
        if (axes == null) {
            return List.of(call.value(0));
        }
        Shape kept = x.shape();
        boolean empty = false;
        for (int axis : axes) {
            empty |= x.shape().size(axis) == 0;
            kept = kept.with(axis, 1);
        }
        Tensor y;
        if (empty) {
            y = Tensor.full(new Spec(kept, x.dtype()), limited(ofNothing, x.dtype(), call.type(0)));
        } else {
            Tensor wide = x.dtype() == DType.BOOL ? x.cast(DType.I32) : x;
            y = (axes.length == 0
                            ? fold.apply(
                                    wide.reshape(widened(wide.shape())),
                                    wide.shape().rank())
                            : fold.apply(wide, axes))
                    .reshape(kept);
        }
        return call.one(call.flag("keepdims", true) ? y : y.squeeze(axes));
    }

    private static Shape widened(Shape x) {
        int[] sizes = Arrays.copyOf(x.toArray(), x.rank() + 1);
        sizes[x.rank()] = 1;
        return Shape.of(sizes);
    }

    /** Whole numbers have no infinity: their ends stand for it. */
    private static double limited(double value, DType dtype, OnnxType type) {
        if (dtype.isFloating() || Double.isFinite(value)) {
            return value;
        }
        return dtype == DType.BOOL ? (value > 0 ? 1 : 0) : value > 0 ? type.most() : type.least();
    }

    /** The axes; all of them where none are given; null where that means to do nothing. */
    private static int @Nullable [] axes(Call call, int rank) {
        int[] axes = call.has(1) ? call.ints(1) : call.integers("axes");
        if (axes.length == 0) {
            return call.flag("noop_with_empty_axes", false)
                    ? none(call, rank)
                    : IntStream.range(0, rank).toArray();
        }
        return Arrays.stream(axes).map(axis -> call.axis(axis, rank)).distinct().toArray();
    }

    /** With no axes each element is folded by itself, which changes it under functions such as the square. */
    private static int @Nullable [] none(Call call, int rank) {
        boolean changes = switch (call.operator()) {
            case "ReduceSum", "ReduceMean", "ReduceProd", "ReduceMax", "ReduceMin" -> false;
            default -> true;
        };
        return changes && rank >= 0 ? new int[0] : null;
    }

    private static List<OnnxValue> argument(Call call, boolean largest) {
        Tensor x = call.x(0);
        int axis = call.axis(call.whole("axis", 0), x.shape().rank());
        boolean last = call.flag("select_last_index", false);
        Tensor from = last ? x.flip(axis) : x;
        Tensor place = (largest ? from.argmax(axis) : from.argmin(axis)).cast(DType.I64);
        Tensor y = last ? place.neg().add(x.shape().size(axis) - 1) : place;
        return call.one(
                OnnxType.INT64,
                y.reshape(call.flag("keepdims", true) ? x.shape().with(axis, 1) : without(x.shape(), axis)));
    }

    static Shape without(Shape x, int axis) {
        return Shape.of(
                IntStream.range(0, x.rank()).filter(i -> i != axis).map(x::size).toArray());
    }

    /** The sums or products of all elements up to each one, or of all before it. */
    private static List<OnnxValue> running(
            Call call, double first, java.util.function.BiFunction<Tensor, Integer, Tensor> scan) {
        Tensor x = call.x(0);
        int axis = call.axis((long) call.number(1), x.shape().rank());
        boolean reverse = call.flag("reverse", false);
        Tensor turned = reverse ? x.flip(axis) : x;
        if (call.flag("exclusive", false) && x.shape().size(axis) > 0) {
            Spec one = new Spec(x.shape().with(axis, 1), x.dtype());
            turned = Tensor.concat(
                    axis,
                    Tensor.full(one, first),
                    turned.slice(axis, 0, x.shape().size(axis) - 1));
        }
        Tensor y = scan.apply(turned, axis);
        return call.one(reverse ? y.flip(axis) : y);
    }
}
