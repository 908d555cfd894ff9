package fovea.onnx.operator;

import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.Fold;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reading and writing at places. */
final class Gathering {

    private Gathering() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        Movement.add(all, "Gather", Gathering::gather);
        Movement.add(all, "GatherElements", call -> call.tensor(0).tensor().gather(axis(call), index(call, 1)));
        Movement.add(all, "GatherND", Gathering::gatherNd);
        Movement.add(all, "Scatter", Gathering::scatter);
        Movement.add(all, "ScatterElements", Gathering::scatter);
        all.put("ScatterND", Gathering::scatterNd);
        Movement.add(all, "TensorScatter", Gathering::tensorScatter);
        all.put("OneHot", Gathering::oneHot);
        return all;
    }

    private static int axis(Call call) {
        return call.axis(call.whole("axis", 0), call.shape(0).rank());
    }

    private static Tensor index(Call call, int i) {
        Tensor index = call.tensor(i).tensor();
        return index.dtype().isIndex() ? index : index.cast(DType.I64);
    }

    private static Tensor gather(Call call) {
        return call.tensor(0).tensor().take(axis(call), index(call, 1));
    }

    private static Tensor gatherNd(Call call) {
        Tensor x = call.tensor(0).tensor();
        int batch = call.integer("batch_dims", 0);
        Tensor places = index(call, 1);
        Tensor flat = flat(call, x.shape(), batch, places);
        Shape index = places.shape();
        int[] rest = rest(x.shape(), batch + index.size(-1));
        Tensor rows = x.reshape(joined(x.shape(), batch + index.size(-1)));
        Tensor y = rows.take(0, flat);
        int[] shape = Arrays.copyOf(index.toArray(), index.rank() - 1 + rest.length);
        System.arraycopy(rest, 0, shape, index.rank() - 1, rest.length);
        return y.reshape(Shape.of(shape));
    }

    private static int[] rest(Shape x, int first) {
        return Arrays.copyOfRange(x.toArray(), first, x.rank());
    }

    /** The first axes of x joined. */
    private static Shape joined(Shape x, int axes) {
        int[] sizes = new int[1 + x.rank() - axes];
        sizes[0] = 1;
        for (int i = 0; i < axes; i++) {
            sizes[0] *= x.size(i);
        }
        System.arraycopy(x.toArray(), axes, sizes, 1, x.rank() - axes);
        return Shape.of(sizes);
    }

    /** Tuples of places {@code [B…, …, K]} as places along the first {@code batch + K} axes of x joined; a vector. */
    private static Tensor flat(Call call, Shape x, int batch, Tensor places) {
        int k = places.shape().size(-1);
        if (batch + k > x.rank()) {
            throw call.wrong("places have %d numbers and x is %s".formatted(k, x), "the network is damaged");
        }
        Tensor flat = null;
        for (int i = 0; i < k; i++) {
            Tensor at = places.select(-1, i).remainder(x.size(batch + i));
            flat = flat == null ? at : flat.mul(x.size(batch + i)).add(at);
        }
        Tensor all = (flat == null ? places.sum(-1) : flat).reshape(-1);
        int batches = 1;
        for (int i = 0; i < batch; i++) {
            batches *= x.size(i);
        }
        if (batches <= 1) {
            return all;
        }
        int each = all.shape().size(0) / batches;
        int size = IntStream.range(batch, batch + k).map(x::size).reduce(1, (a, b) -> a * b);
        long[] first = IntStream.range(0, batches * each)
                .mapToLong(i -> (long) (i / each) * size)
                .toArray();
        return all.cast(DType.I64).add(Movement.places(first));
    }

    private static Tensor scatter(Call call) {
        Tensor x = call.tensor(0).tensor();
        Tensor index = index(call, 1);
        Tensor values = call.tensor(2).tensor();
        int axis = axis(call);
        String how = call.text("reduction", "none");
        return how.equals("none")
                ? x.scatter(axis, index, values)
                : x.scatterReduce(axis, index, values, fold(call, how), true);
    }

    private static Fold fold(Call call, String how) {
        return switch (how) {
            case "add" -> Fold.SUM;
            case "mul" -> Fold.PROD;
            case "max" -> Fold.AMAX;
            case "min" -> Fold.AMIN;
            default ->
                throw call.wrong("the reduction " + how + " is unknown", "there are none, add, mul, max and min");
        };
    }

    private static List<OnnxValue> scatterNd(Call call) {
        return Movement.moving(each -> List.of(new OnnxTensor(each.type(0), scatteredNd(each))))
                .apply(call);
    }

    private static Tensor scatteredNd(Call call) {
        Tensor x = call.tensor(0).tensor();
        Tensor places = index(call, 1);
        int k = places.shape().size(-1);
        Tensor rows = x.reshape(joined(x.shape(), k));
        Tensor flat = flat(call, x.shape(), 0, places);
        Tensor values = call.tensor(2)
                .tensor()
                .reshape(rows.shape().with(0, flat.shape().size(0)));
        String how = call.text("reduction", "none");
        Tensor y = how.equals("none")
                ? rows.indexCopy(0, flat, values)
                : rows.indexReduce(0, flat, values, fold(call, how), true);
        return y.reshape(x.shape());
    }

    /** New keys or values written into a cache from a place on, its own for each of the batch. */
    private static Tensor tensorScatter(Call call) {
        Tensor cache = call.tensor(0).tensor();
        Tensor update = call.tensor(1).tensor();
        int axis = call.axis(call.whole("axis", -2), cache.shape().rank());
        int batch = cache.shape().size(0);
        long[] starts = call.has(2) ? call.longs(2) : new long[batch];
        boolean circular = call.text("mode", "linear").equals("circular");
        int steps = update.shape().size(axis);
        int room = cache.shape().size(axis);
        Tensor[] parts = new Tensor[batch];
        for (int b = 0; b < batch; b++) {
            long start = starts[b];
            long[] places = IntStream.range(0, steps)
                    .mapToLong(t -> circular ? (start + t) % room : start + t)
                    .toArray();
            parts[b] = cache.select(0, b).indexCopy(axis - 1, Movement.places(places), update.select(0, b));
        }
        return Tensor.stack(0, parts);
    }

    private static List<OnnxValue> oneHot(Call call) {
        Tensor index = call.x(0);
        int depth = (int) call.number(1);
        int rank = index.shape().rank() + 1;
        int axis = call.axis(call.whole("axis", -1), rank);
        int[] sizes = new int[rank - axis];
        Arrays.fill(sizes, 1);
        sizes[0] = depth;
        Limits.shape("OneHot", index.shape().elements(), depth);
        Tensor classes = Tensor.arange(0, depth, 1).reshape(Shape.of(sizes)).cast(index.dtype());
        Tensor from0 = index.lt(0).where(index.add(depth), index).unsqueeze(axis);
        Tensor values = call.x(2);
        DType type = values.dtype() == DType.BOOL ? DType.I32 : values.dtype();
        Tensor off = values.select(0, 0).cast(type);
        Tensor on = values.select(0, 1).cast(type);
        return call.one(call.type(2), from0.eq(classes).where(on, off));
    }

    /** Zeros of a type. */
    static Tensor zeros(Shape shape, DType type) {
        return Tensor.full(new Spec(shape, type), 0);
    }
}
