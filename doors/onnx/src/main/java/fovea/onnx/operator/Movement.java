package fovea.onnx.operator;

import fovea.onnx.model.HostNumbers;
import fovea.onnx.model.OnnxStrings;
import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Other axes for the same elements: shapes, orders of axes, repetitions. */
final class Movement {

    private Movement() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("Identity", call -> List.of(call.value(0)));
        add(all, "Reshape", call -> call.tensor(0).tensor().reshape(reshaped(call)));
        add(all, "Flatten", call -> flattened(call));
        add(all, "Squeeze", Movement::squeezed);
        add(all, "Unsqueeze", Movement::unsqueezed);
        add(all, "Transpose", Movement::transposed);
        add(all, "Expand", Movement::expanded);
        add(all, "Tile", Movement::tiled);
        add(all, "Concat", Movement::concatenated);
        add(all, "DepthToSpace", Movement::depthToSpace);
        add(all, "SpaceToDepth", Movement::spaceToDepth);
        add(all, "Trilu", Movement::triangle);
        return all;
    }

    /** An operator that moves elements and leaves them as they are; it moves texts as well. */
    static void add(Map<String, Operator> all, String name, Function<Call, Tensor> move) {
        all.put(name, moving(call -> List.of(new OnnxTensor(call.type(0), move.apply(call)))));
    }

    /** Texts are moved by moving their places. */
    static Operator moving(Operator move) {
        return call -> {
            if (call.inputs().stream().flatMap(Optional::stream).noneMatch(OnnxStrings.class::isInstance)) {
                return move.apply(call);
            }
            List<String> pool = new ArrayList<>(List.of(""));
            List<Optional<OnnxValue>> numbered = call.inputs().stream()
                    .map(each -> each.map(value -> value instanceof OnnxStrings texts ? numbered(texts, pool) : value))
                    .toList();
            List<OnnxValue> results = new ArrayList<>();
            for (OnnxValue result : move.apply(call.with(numbered))) {
                results.add(result instanceof OnnxTensor tensor ? texts(tensor, pool) : result);
            }
            return results;
        };
    }

    private static OnnxValue numbered(OnnxStrings texts, List<String> pool) {
        long first = pool.size();
        pool.addAll(texts.elements());
        return OnnxTensor.of(
                OnnxType.INT64,
                texts.shape(),
                IntStream.range(0, texts.elements().size())
                        .mapToLong(i -> first + i)
                        .toArray());
    }

    private static OnnxStrings texts(OnnxTensor places, List<String> pool) {
        return new OnnxStrings(
                places.shape(),
                Arrays.stream(places.longs()).mapToObj(i -> pool.get((int) i)).toList());
    }

    /** Texts moved by a function of their places. */
    static List<OnnxValue> texts(List<OnnxStrings> texts, Function<List<Tensor>, Tensor> move) {
        List<String> pool = new ArrayList<>();
        List<Tensor> places = new ArrayList<>();
        for (OnnxStrings each : texts) {
            places.add(((OnnxTensor) numbered(each, pool)).tensor());
        }
        return List.of(texts(new OnnxTensor(OnnxType.INT64, move.apply(places)), pool));
    }

    /** An axis may be the one after the last; one from the end counts from there. */
    private static Tensor flattened(Call call) {
        int rank = call.shape(0).rank();
        long axis = call.whole("axis", 1);
        return matrix(call.tensor(0).tensor(), axis == rank ? rank : call.axis(axis, Math.max(1, rank)));
    }

    /** Axes before {@code axis} joined, and the others joined. */
    static Tensor matrix(Tensor x, int axis) {
        int rows = 1;
        int columns = 1;
        for (int i = 0; i < x.shape().rank(); i++) {
            if (i < axis) {
                rows *= x.shape().size(i);
            } else {
                columns *= x.shape().size(i);
            }
        }
        return x.reshape(Shape.of(rows, columns));
    }

    private static Shape reshaped(Call call) {
        long[] sizes = call.opset() < 5 && !call.has(1)
                ? Arrays.stream(call.integers("shape")).asLongStream().toArray()
                : call.longs(1);
        boolean zeros = call.flag("allowzero", false);
        Shape x = call.shape(0);
        long known = 1;
        int open = -1;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == 0 && !zeros && i < x.rank()) {
                sizes[i] = x.size(i);
            }
            if (sizes[i] == -1) {
                open = i;
            } else {
                known = Math.multiplyExact(known, sizes[i]);
            }
        }
        if (open >= 0) {
            sizes[open] = known == 0 ? 0 : x.elements() / known;
        }
        Shape y = Limits.shape("Reshape", sizes);
        if (y.elements() != x.elements()) {
            throw call.wrong("%s cannot become %s".formatted(x, y), "the network wants another input shape");
        }
        return y;
    }

    /** The axes of a setting, or since opset 13 of the second input. */
    private static int[] axes(Call call, int rank) {
        int[] given = call.has(1) ? call.ints(1) : call.integers("axes");
        return Arrays.stream(given).map(axis -> call.axis(axis, rank)).sorted().toArray();
    }

    private static Tensor squeezed(Call call) {
        Tensor x = call.tensor(0).tensor();
        int[] axes = axes(call, x.shape().rank());
        return axes.length == 0 && !call.has(1) && !call.isSet("axes") ? x.squeeze() : x.squeeze(axes);
    }

    private static Tensor unsqueezed(Call call) {
        Tensor x = call.tensor(0).tensor();
        int count = call.has(1) ? call.ints(1).length : call.integers("axes").length;
        int rank = x.shape().rank() + count;
        int[] axes = axes(call, rank);
        int[] sizes = new int[rank];
        int from = 0;
        for (int i = 0; i < rank; i++) {
            sizes[i] = Arrays.binarySearch(axes, i) >= 0 ? 1 : x.shape().size(from++);
        }
        return x.reshape(Shape.of(sizes));
    }

    private static Tensor transposed(Call call) {
        Tensor x = call.tensor(0).tensor();
        int rank = x.shape().rank();
        int[] reversed = IntStream.range(0, rank).map(i -> rank - 1 - i).toArray();
        int[] order = call.integers("perm", reversed);
        return order.length == 0 ? x : x.permute(order);
    }

    private static Tensor expanded(Call call) {
        return expanded(call.tensor(0).tensor(), Limits.shape("Expand", call.longs(1)));
    }

    /** Broadcasting goes both ways: an axis of x may be larger than what is asked for. */
    static Tensor expanded(Tensor x, Shape to) {
        int rank = Math.max(x.shape().rank(), to.rank());
        int[] sizes = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int have = i <= x.shape().rank() ? x.shape().size(-i) : 1;
            int want = i <= to.rank() ? to.size(-i) : 1;
            sizes[rank - i] = want == 1 ? have : want;
        }
        return x.broadcastTo(Limits.check("Expand", Shape.of(sizes)));
    }

    private static Tensor tiled(Call call) {
        Tensor x = call.tensor(0).tensor();
        int rank = x.shape().rank();
        int[] times = IntStream.range(0, rank).map(_ -> 1).toArray();
        if (call.opset() < 6) {
            times[call.axis((long) call.number(2), rank)] = (int) call.number(1);
        } else {
            times = call.ints(1);
        }
        long[] sizes = new long[rank];
        for (int i = 0; i < rank; i++) {
            sizes[i] = (long) x.shape().size(i) * times[i];
        }
        Limits.shape("Tile", sizes);
        return x.tile(times);
    }

    private static Tensor concatenated(Call call) {
        List<Tensor> parts = IntStream.range(0, call.count())
                .mapToObj(i -> call.tensor(i).tensor())
                .toList();
        int axis = call.axis(call.whole("axis", 1), parts.getFirst().shape().rank());
        return Tensor.concat(axis, parts);
    }

    private static Tensor depthToSpace(Call call) {
        Tensor x = call.tensor(0).tensor();
        int b = call.integer("blocksize", 1);
        int n = x.shape().size(0);
        int c = x.shape().size(1) / (b * b);
        int h = x.shape().size(2);
        int w = x.shape().size(3);
        Tensor y = call.text("mode", "DCR").equals("CRD")
                ? x.reshape(n, c, b, b, h, w).permute(0, 1, 4, 2, 5, 3)
                : x.reshape(n, b, b, c, h, w).permute(0, 3, 4, 1, 5, 2);
        return y.reshape(n, c, h * b, w * b);
    }

    private static Tensor spaceToDepth(Call call) {
        Tensor x = call.tensor(0).tensor();
        int b = call.integer("blocksize", 1);
        int n = x.shape().size(0);
        int c = x.shape().size(1);
        int h = x.shape().size(2) / b;
        int w = x.shape().size(3) / b;
        return x.reshape(n, c, h, b, w, b).permute(0, 3, 5, 1, 2, 4).reshape(n, c * b * b, h, w);
    }

    private static Tensor triangle(Call call) {
        OnnxTensor x = call.tensor(0);
        int rows = x.shape().size(-2);
        int columns = x.shape().size(-1);
        long k = call.has(1) ? (long) call.number(1) : 0;
        boolean upper = call.flag("upper", true);
        boolean[] kept = new boolean[rows * columns];
        for (int i = 0; i < kept.length; i++) {
            long above = i % columns - (long) (i / columns);
            kept[i] = upper ? above >= k : above <= k;
        }
        Tensor mask = Tensor.of(Shape.of(rows, columns), kept);
        Tensor y = x.tensor().dtype() == DType.BOOL ? x.tensor().and(mask) : mask.where(x.tensor(), 0);
        return y;
    }

    /** Whole numbers as a tensor of places. */
    static Tensor places(long... places) {
        return HostNumbers.tensor(new fovea.tensor.Spec(Shape.of(places.length), DType.I64), places);
    }
}
