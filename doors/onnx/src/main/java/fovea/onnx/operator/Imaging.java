package fovea.onnx.operator;

import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.GridSample;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Images of other sizes and seen from elsewhere. */
final class Imaging {

    private Imaging() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("Resize", Imaging::resize);
        all.put("Upsample", Imaging::resize);
        all.put("GridSample", call -> call.one(sampled(call)));
        all.put(
                "AffineGrid",
                call -> call.one(
                        call.x(0).affineGrid(call.flag("align_corners", false), Windows.spatial(call.longs(1)))));
        return all;
    }

    private static Tensor sampled(Call call) {
        GridSample.Mode mode = switch (call.text("mode", "linear")) {
            case "nearest" -> GridSample.Mode.NEAREST;
            case "cubic", "bicubic" -> GridSample.Mode.BICUBIC;
            default -> GridSample.Mode.BILINEAR;
        };
        GridSample.Outside outside = switch (call.text("padding_mode", "zeros")) {
            case "border" -> GridSample.Outside.BORDER;
            case "reflection" -> GridSample.Outside.REFLECTION;
            default -> GridSample.Outside.ZEROS;
        };
        Tensor x = call.x(0);
        boolean aligned = call.flag("align_corners", false);
        Tensor grid = call.x(1).cast(x.dtype());
        if (mode == GridSample.Mode.BICUBIC && outside == GridSample.Outside.BORDER) {
            grid = inside(grid, x.shape(), aligned);
        }
        return new GridSample(mode, outside, aligned).apply(x, grid);
    }

    /** Points beyond the image moved to its outermost pixels: curves through four pixels would see further than the border says. */
    private static Tensor inside(Tensor grid, Shape x, boolean aligned) {
        List<Tensor> parts = new ArrayList<>();
        int axes = x.rank() - 2;
        for (int i = 0; i < axes; i++) {
            double edge = aligned ? 1 : 1 - 1.0 / x.size(-1 - i);
            Tensor part = grid.slice(-1, i, i + 1);
            Tensor least = part.lt(-1).where(-edge, part);
            parts.add(part.gt(1).where(edge, least));
        }
        return Tensor.concat(-1, parts);
    }

    private static List<OnnxValue> resize(Call call) {
        Tensor given = call.x(0);
        int rank = given.shape().rank();
        int[] axes = call.isSet("axes")
                ? Arrays.stream(call.integers("axes"))
                        .map(axis -> call.axis(axis, rank))
                        .toArray()
                : IntStream.range(0, rank).toArray();
        double[] scales = scales(call);
        int[] sizes = sizes(call, given.shape(), axes, scales);
        if (scales.length == 0) {
            scales = stretched(call, given.shape(), axes, sizes);
        }
        double[] roi = call.opset() >= 11 && call.has(1) ? call.doubles(1) : new double[0];
        Tensor x = given.dtype().isFloating() ? given : given.cast(DType.F32);
        long elements = 1;
        for (int i = 0; i < axes.length; i++) {
            elements = Math.multiplyExact(elements, (long) sizes[i]);
            Limits.shape("Resize", elements);
            Interpolation how = Interpolation.of(call, roi, i, axes.length);
            x = how.apply(x, axes[i], sizes[i], scales[i]);
        }
        return call.one(x);
    }

    /** How often larger the image becomes; none where its sizes are given. */
    private static double[] scales(Call call) {
        if (call.operator().equals("Upsample") && call.opset() < 9) {
            return call.reals("scales");
        }
        int at = call.operator().equals("Upsample") || call.opset() < 11 ? 1 : 2;
        return call.has(at) ? call.doubles(at) : new double[0];
    }

    private static int[] sizes(Call call, Shape x, int[] axes, double[] scales) {
        if (scales.length == axes.length) {
            return IntStream.range(0, axes.length)
                    .map(i -> (int) Math.min(Integer.MAX_VALUE, Math.floor(x.size(axes[i]) * scales[i])))
                    .toArray();
        }
        int[] wanted = call.ints(3);
        String policy = call.text("keep_aspect_ratio_policy", "stretch");
        if (wanted.length != axes.length) {
            throw call.wrong(
                    "it has %d sizes for %d axes".formatted(wanted.length, axes.length), "there must be one for each");
        }
        if (policy.equals("stretch")) {
            return wanted;
        }
        double scale = ratio(policy, x, axes, wanted);
        return IntStream.range(0, axes.length)
                .map(i -> (int) Math.floor(scale * x.size(axes[i]) + 0.5))
                .toArray();
    }

    private static double ratio(String policy, Shape x, int[] axes, int[] wanted) {
        var ratios = IntStream.range(0, axes.length).mapToDouble(i -> (double) wanted[i] / x.size(axes[i]));
        return (policy.equals("not_larger") ? ratios.min() : ratios.max()).orElse(1);
    }

    private static double[] stretched(Call call, Shape x, int[] axes, int[] sizes) {
        String policy = call.text("keep_aspect_ratio_policy", "stretch");
        double[] scales = new double[axes.length];
        double same = policy.equals("stretch") ? 0 : ratio(policy, x, axes, call.ints(3));
        for (int i = 0; i < scales.length; i++) {
            scales[i] = policy.equals("stretch") ? (double) sizes[i] / x.size(axes[i]) : same;
        }
        return scales;
    }
}
