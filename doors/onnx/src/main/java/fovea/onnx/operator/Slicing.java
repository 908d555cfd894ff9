package fovea.onnx.operator;

import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Parts of tensors, and borders around them. */
final class Slicing {

    private Slicing() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        Movement.add(all, "Slice", Slicing::slice);
        all.put("Split", Movement.moving(Slicing::split));
        Movement.add(all, "Pad", Slicing::pad);
        Movement.add(all, "CenterCropPad", Slicing::centered);
        Movement.add(all, "ReverseSequence", Slicing::reversed);
        return all;
    }

    private static Tensor slice(Call call) {
        Tensor x = call.tensor(0).tensor();
        boolean settings = call.opset() < 10;
        long[] starts = settings ? wholes(call, "starts") : call.longs(1);
        long[] ends = settings ? wholes(call, "ends") : call.longs(2);
        long[] axes = settings ? wholes(call, "axes") : call.has(3) ? call.longs(3) : new long[0];
        long[] steps = !settings && call.has(4) ? call.longs(4) : new long[0];
        if (starts.length != ends.length || (axes.length > 0 && axes.length != starts.length)) {
            throw call.wrong(
                    "it has %d starts and %d ends".formatted(starts.length, ends.length), "the network is damaged");
        }
        for (int i = 0; i < starts.length; i++) {
            int axis = call.axis(axes.length == 0 ? i : axes[i], x.shape().rank());
            x = slice(call, x, axis, starts[i], ends[i], steps.length == 0 ? 1 : steps[i]);
        }
        return x;
    }

    private static long[] wholes(Call call, String name) {
        long[] given = call.wholes(name);
        return given == null ? new long[0] : given;
    }

    private static Tensor slice(Call call, Tensor x, int axis, long start, long end, long step) {
        int n = x.shape().size(axis);
        if (step == 0) {
            throw call.wrong("a step is 0", "the network is damaged");
        }
        long first = Math.clamp(start < 0 ? start + n : start, step < 0 ? -1 : 0, step < 0 ? n - 1 : n);
        long last = Math.clamp(end < 0 ? end + n : end, step < 0 ? -1 : 0, n);
        if (step > 0) {
            int width = (int) Math.max(first, last);
            int stride = (int) Math.min(step, Math.max(1, n));
            return first == 0 && last == n && step == 1 ? x : x.slice(axis, (int) first, width, stride);
        }
        List<Long> places = new ArrayList<>();
        for (long i = first; i > last; i += step) {
            places.add(i);
        }
        return x.take(
                axis, Movement.places(places.stream().mapToLong(Long::longValue).toArray()));
    }

    private static List<OnnxValue> split(Call call) {
        OnnxTensor x = call.tensor(0);
        int axis = call.axis(call.whole("axis", 0), x.shape().rank());
        int[] sizes = call.has(1) ? call.ints(1) : call.integers("split");
        if (sizes.length == 0) {
            sizes = even(x.shape().size(axis), call.integer("num_outputs", call.outputs()));
        }
        List<OnnxValue> parts = new ArrayList<>();
        int from = 0;
        for (int size : sizes) {
            parts.add(new OnnxTensor(x.type(), x.tensor().slice(axis, from, from + size)));
            from += size;
        }
        return parts;
    }

    /** So many parts, of which the last may be smaller. */
    private static int[] even(int n, int parts) {
        int each = Math.ceilDiv(n, Math.max(1, parts));
        return IntStream.range(0, parts)
                .map(i -> Math.clamp(n - (long) i * each, 0, each))
                .toArray();
    }

    private static Tensor pad(Call call) {
        Tensor x = call.tensor(0).tensor();
        int rank = x.shape().rank();
        boolean settings = call.opset() < 11;
        int[] pads = settings ? call.integers(call.isSet("paddings") ? "paddings" : "pads") : call.ints(1);
        int[] axes = IntStream.range(0, rank).toArray();
        if (!settings && call.has(3)) {
            axes = Arrays.stream(call.ints(3))
                    .map(axis -> call.axis(axis, rank))
                    .toArray();
        }
        if (pads.length != 2 * axes.length) {
            throw call.wrong(
                    "%d paddings for %d axes".formatted(pads.length, axes.length), "there must be two for each axis");
        }
        double value = settings ? call.real("value", 0) : call.has(2) ? call.doubles(2)[0] : 0;
        String mode = call.text("mode", "constant");
        for (int i = 0; i < axes.length; i++) {
            x = padded(x, axes[i], pads[i], pads[i + axes.length], mode, value);
            Limits.check("Pad", x.shape());
        }
        return x;
    }

    /** Negative paddings take pixels away. */
    static Tensor padded(Tensor x, int axis, int before, int after, String mode, double value) {
        int n = x.shape().size(axis);
        if (before == 0 && after == 0) {
            return x;
        }
        Limits.shape("Pad", (long) n + Math.max(0, before) + Math.max(0, after));
        if (before < 0 || after < 0) {
            Tensor cut = x.slice(
                    axis, Math.min(n, Math.max(0, -before)), Math.max(Math.min(n, -before), n - Math.max(0, -after)));
            return padded(cut, axis, Math.max(0, before), Math.max(0, after), mode, value);
        }
        if (mode.equals("constant")) {
            return constant(x, axis, before, after, value);
        }
        long[] places = new long[before + n + after];
        for (int i = 0; i < places.length; i++) {
            places[i] = source(i - before, n, mode);
        }
        return x.take(axis, Movement.places(places));
    }

    private static Tensor constant(Tensor x, int axis, int before, int after, double value) {
        if (x.dtype() != DType.BOOL) {
            return x.pad(axis, before, after, value);
        }
        Spec left = new Spec(x.shape().with(axis, before), DType.BOOL);
        Spec right = new Spec(x.shape().with(axis, after), DType.BOOL);
        return Tensor.concat(axis, Tensor.full(left, value), x, Tensor.full(right, value));
    }

    /** The pixel that stands at a place outside. */
    private static long source(int i, int n, String mode) {
        return switch (mode) {
            case "edge" -> Math.clamp(i, 0, n - 1);
            case "wrap" -> Math.floorMod(i, n);
            default -> {
                int period = Math.max(1, 2 * (n - 1));
                int at = Math.floorMod(i, period);
                yield at < n ? at : period - at;
            }
        };
    }

    private static Tensor centered(Call call) {
        Tensor x = call.tensor(0).tensor();
        int rank = x.shape().rank();
        int[] sizes = call.ints(1);
        int[] axes = call.integers("axes", IntStream.range(0, rank).toArray());
        for (int i = 0; i < axes.length; i++) {
            int axis = call.axis(axes[i], rank);
            int more = sizes[i] - x.shape().size(axis);
            int before = more > 0 ? more / 2 : -(-more / 2);
            x = padded(x, axis, before, more - before, "constant", 0);
        }
        return x;
    }

    /** Each sequence of a batch turned around up to its own length. */
    private static Tensor reversed(Call call) {
        Tensor x = call.tensor(0).tensor();
        int[] lengths = call.ints(1);
        int time = call.integer("time_axis", 0);
        int batch = call.integer("batch_axis", 1);
        int steps = x.shape().size(time);
        long[] from = new long[lengths.length * steps];
        for (int i = 0; i < from.length; i++) {
            int length = lengths[i / steps];
            int t = i % steps;
            from[i] = i / steps * (long) steps + (t < length ? length - 1 - t : t);
        }
        int[] moved = {0, 1};
        Tensor first = x.moveAxes(new int[] {batch, time}, moved);
        Tensor rows = first.reshape(flat(first.shape()));
        return rows.take(0, Movement.places(from)).reshape(first.shape()).moveAxes(moved, new int[] {batch, time});
    }

    /** The first two axes joined. */
    private static Shape flat(Shape x) {
        int[] sizes = Arrays.copyOfRange(x.toArray(), 1, x.rank());
        sizes[0] = x.size(0) * x.size(1);
        return Shape.of(sizes);
    }
}
