package fovea.onnx.operator;

import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.AvgPool;
import fovea.tensor.DType;
import fovea.tensor.Pooled;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** One pixel for each place of a window. */
final class Pooling {

    private Pooling() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("AveragePool", call -> call.one(average(call)));
        all.put("MaxPool", Pooling::largest);
        all.put("LpPool", call -> call.one(norm(call)));
        all.put("MaxUnpool", Pooling::unpooled);
        all.put(
                "GlobalAveragePool",
                call -> call.one(call.x(0).mean(spatial(call)).reshape(ones(call))));
        all.put("GlobalMaxPool", call -> call.one(call.x(0).max(spatial(call)).reshape(ones(call))));
        all.put(
                "GlobalLpPool",
                call -> call.one(
                        call.x(0).norm(call.real("p", 2), spatial(call)).reshape(ones(call))));
        return all;
    }

    private static int[] spatial(Call call) {
        return IntStream.range(2, call.shape(0).rank()).toArray();
    }

    private static Shape ones(Call call) {
        Shape y = call.shape(0);
        for (int i = 2; i < y.rank(); i++) {
            y = y.with(i, 1);
        }
        return y;
    }

    private static Tensor average(Call call) {
        Tensor x = call.x(0);
        Window window = Windows.of(call, x.shape());
        return new AvgPool(window, call.flag("ceil_mode", false), call.flag("count_include_pad", false), 0).apply(x);
    }

    private static Window rounded(Call call, Shape x) {
        Window window = Windows.of(call, x);
        return call.flag("ceil_mode", false) ? window.roundedUp(x) : window;
    }

    /** Whole numbers are compared as real ones, which hold them. */
    private static List<OnnxValue> largest(Call call) {
        Tensor x = call.x(0);
        Tensor real = x.dtype().isFloating() ? x : x.cast(DType.F64);
        Window window = rounded(call, x.shape());
        if (!call.wants(1)) {
            return call.one(real.maxPool(window));
        }
        Pooled pooled = real.maxPoolWithIndices(window);
        Tensor places = pooled.indices().cast(DType.I64);
        int plane = IntStream.range(2, x.shape().rank()).map(x.shape()::size).reduce(1, (a, b) -> a * b);
        if (call.flag("storage_order", false)) {
            places = columnMajor(places, x.shape());
        }
        int planes = x.shape().size(0) * x.shape().size(1);
        int[] sizes = Windows.ones(x.shape().rank());
        sizes[0] = x.shape().size(0);
        sizes[1] = x.shape().size(1);
        Tensor first = Tensor.arange(0, planes, 1).cast(DType.I64).mul(plane).reshape(Shape.of(sizes));
        return List.of(Carrying.as(call.type(0), pooled.values()), Carrying.as(OnnxType.INT64, places.add(first)));
    }

    /** Places in a plane counted along its columns, the first spatial axis fastest. */
    private static Tensor columnMajor(Tensor places, Shape x) {
        Tensor rest = places;
        Tensor y = places.mul(0);
        int step = IntStream.range(2, x.rank()).map(x::size).reduce(1, (a, b) -> a * b);
        for (int axis = x.rank() - 1; axis >= 2; axis--) {
            step /= x.size(axis);
            y = y.add(rest.remainder(x.size(axis)).mul(step));
            rest = rest.truncDivide(x.size(axis));
        }
        return y;
    }

    private static Tensor norm(Call call) {
        double p = call.opset() < 2 ? call.real("p", 2) : call.whole("p", 2);
        Tensor x = call.x(0).abs().pow(p);
        Window window = rounded(call, x.shape());
        return AvgPool.of(window).apply(x).mul(window.area()).pow(1 / p);
    }

    /** Places count through the whole tensor, as {@code MaxPool} gives them. */
    private static List<OnnxValue> unpooled(Call call) {
        Tensor x = call.x(0);
        Shape from = x.shape();
        Window window = Windows.of(call, from);
        Shape y = from;
        for (int i = 0; i < window.rank(); i++) {
            y = y.with(
                    2 + i,
                    (from.size(2 + i) - 1) * window.stride(i) - window.before(i) - window.after(i) + window.size(i));
        }
        Tensor flat = Gathering.zeros(Shape.of(Math.toIntExact(y.elements())), x.dtype());
        Tensor filled = flat.indexCopy(0, call.tensor(1).tensor().reshape(-1), x.reshape(-1))
                .reshape(y);
        if (call.has(2)) {
            int[] wanted = call.ints(2);
            for (int i = 0; i < wanted.length; i++) {
                filled = Slicing.padded(filled, i, 0, wanted[i] - y.size(i), "constant", 0);
            }
        }
        return List.of(
                new OnnxTensor(call.type(0), Carrying.as(call.type(0), filled).tensor()));
    }
}
