package fovea.onnx.operator;

import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.Selection;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Elements chosen by their values: how many there are is known only when they are. */
final class Choosing {

    private Choosing() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("NonZero", Choosing::nonZero);
        Movement.add(all, "Compress", Choosing::compress);
        all.put("TopK", Choosing::topK);
        all.put("Unique", Choosing::unique);
        return all;
    }

    private static List<OnnxValue> nonZero(Call call) {
        double[] x = call.doubles(0);
        int[] places = IntStream.range(0, x.length).filter(i -> x[i] != 0).toArray();
        Shape shape = call.shape(0);
        int rank = Math.max(1, shape.rank());
        long[] y = new long[rank * places.length];
        for (int i = 0; i < places.length; i++) {
            int rest = places[i];
            for (int axis = shape.rank() - 1; axis >= 0; axis--) {
                y[axis * places.length + i] = rest % shape.size(axis);
                rest /= shape.size(axis);
            }
        }
        return List.of(OnnxTensor.of(OnnxType.INT64, Shape.of(rank, places.length), y));
    }

    private static Tensor compress(Call call) {
        Tensor x = call.tensor(0).tensor();
        double[] kept = call.doubles(1);
        boolean flat = !call.isSet("axis");
        Tensor from = flat ? x.reshape(-1) : x;
        int axis = flat ? 0 : call.axis(call.whole("axis", 0), x.shape().rank());
        long[] places = IntStream.range(0, Math.min(kept.length, from.shape().size(axis)))
                .filter(i -> kept[i] != 0)
                .asLongStream()
                .toArray();
        return from.take(axis, Movement.places(places));
    }

    private static List<OnnxValue> topK(Call call) {
        Tensor x = call.x(0);
        int axis = call.axis(call.whole("axis", -1), x.shape().rank());
        int k = call.has(1) ? (int) call.number(1) : call.integer("k", 1);
        Selection chosen = x.topk(k, axis, call.flag("largest", true));
        return List.of(
                Carrying.as(call.type(0), chosen.values()),
                Carrying.as(OnnxType.INT64, chosen.indices().cast(DType.I64)));
    }

    /** The different slices along an axis, sorted or in the order of their first places. */
    private static List<OnnxValue> unique(Call call) {
        boolean flat = !call.isSet("axis");
        Tensor given = call.tensor(0).tensor();
        Tensor x = flat ? given.reshape(-1) : given;
        int axis = flat ? 0 : call.axis(call.whole("axis", 0), x.shape().rank());
        Tensor rows = Movement.matrix(axis == 0 ? x : x.moveAxis(axis, 0), 1);
        double[] elements = new OnnxTensor(call.type(0), rows).doubles();
        int n = rows.shape().size(0);
        int width = rows.shape().size(1);
        Map<double[], List<Integer>> places = new TreeMap<>(Comparator.nullsFirst(Arrays::compare));
        for (int i = 0; i < n; i++) {
            double[] key = Arrays.copyOfRange(elements, i * width, (i + 1) * width);
            places.computeIfAbsent(key, _ -> new ArrayList<>()).add(i);
        }
        List<List<Integer>> groups = new ArrayList<>(places.values());
        if (!call.flag("sorted", true)) {
            groups.sort(Comparator.comparing(List::getFirst));
        }
        return results(call, x, axis, groups, n);
    }

    private static List<OnnxValue> results(Call call, Tensor x, int axis, List<List<Integer>> groups, int n) {
        long[] first = groups.stream().mapToLong(List::getFirst).toArray();
        long[] counts = groups.stream().mapToLong(List::size).toArray();
        long[] inverse = new long[n];
        for (int g = 0; g < groups.size(); g++) {
            for (int i : groups.get(g)) {
                inverse[i] = g;
            }
        }
        return List.of(
                new OnnxTensor(call.type(0), x.take(axis, Movement.places(first))),
                OnnxTensor.of(OnnxType.INT64, Shape.of(first.length), first),
                OnnxTensor.of(OnnxType.INT64, Shape.of(n), inverse),
                OnnxTensor.of(OnnxType.INT64, Shape.of(counts.length), counts));
    }
}
