package fovea.onnx.operator;

import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Windows with weights. */
final class Convolution {

    private Convolution() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("Conv", call -> call.one(biased(conv(call, call.x(0), call.x(1)), call.xOrNull(2))));
        all.put("ConvTranspose", call -> call.one(biased(transposed(call), call.xOrNull(2))));
        all.put("ConvInteger", Convolution::ofIntegers);
        all.put("QLinearConv", Convolution::quantized);
        all.put("DeformConv", call -> call.one(biased(deformed(call), call.xOrNull(3))));
        all.put("Col2Im", Convolution::columns);
        return all;
    }

    private static Tensor conv(Call call, Tensor x, Tensor w) {
        Window window = Windows.of(call, x.shape(), Windows.spatial(w.shape()));
        return x.conv(w, window, call.integer("group", 1));
    }

    static Tensor biased(Tensor y, @Nullable Tensor bias) {
        return bias == null ? y : y.add(perChannel(bias, y.shape()));
    }

    /** {@code [C]} as {@code [C, 1, …]}, which is broadcast over images. */
    static Tensor perChannel(Tensor values, Shape image) {
        int[] sizes = Windows.ones(image.rank() - 1);
        sizes[0] = Math.toIntExact(values.shape().elements());
        return values.reshape(Shape.of(sizes));
    }

    /** The whole picture that the windows paint, then cut to what the paddings leave, or widened with zeros. */
    private static Tensor transposed(Call call) {
        Tensor x = call.x(0);
        Tensor w = call.x(1);
        int[] kernel = call.integers("kernel_shape", Windows.spatial(w.shape()));
        int rank = x.shape().rank() - 2;
        int[] stride = call.integers("strides", Windows.ones(rank));
        int[] dilation = call.integers("dilations", Windows.ones(rank));
        int groups = call.integer("group", 1);
        int[] more = call.integers("output_padding", new int[rank]);
        int[] full = IntStream.range(0, rank)
                .map(i -> stride[i] * (x.shape().size(2 + i) - 1) + (kernel[i] - 1) * dilation[i] + 1)
                .toArray();
        int[] pads = transposedPads(call, x.shape(), full, stride, more);
        Window window = Window.of(kernel).withStride(stride).withDilation(dilation);
        boolean plain =
                Arrays.stream(pads).allMatch(p -> p >= 0) && Arrays.stream(more).allMatch(p -> p == 0);
        if (plain) {
            Window padded = window.withPadding(Arrays.copyOf(pads, rank), Arrays.copyOfRange(pads, rank, 2 * rank));
            return x.convTranspose(w, padded, groups);
        }
        Tensor y = x.convTranspose(w, window, groups);
        for (int i = 0; i < rank; i++) {
            y = Slicing.padded(y, 2 + i, -pads[i], more[i] - pads[rank + i], "constant", 0);
        }
        return y;
    }

    private static int[] transposedPads(Call call, Shape x, int[] full, int[] stride, int[] more) {
        int rank = full.length;
        String auto = call.text("auto_pad", "NOTSET");
        int[] wanted = call.integers("output_shape");
        if (wanted.length == 0 && !auto.startsWith("SAME")) {
            return auto.equals("VALID") ? new int[2 * rank] : call.integers("pads", new int[2 * rank]);
        }
        int[] pads = new int[2 * rank];
        for (int i = 0; i < rank; i++) {
            int size = wanted.length == 0 ? x.size(2 + i) * stride[i] : wanted[wanted.length - rank + i];
            int all = full[i] + more[i] - size;
            pads[i] = all < 0 ? 0 : auto.equals("SAME_UPPER") ? all / 2 : all - all / 2;
            pads[rank + i] = all - pads[i];
        }
        return pads;
    }

    private static List<OnnxValue> ofIntegers(Call call) {
        Tensor x = shifted(call, 0, 2, -1);
        Tensor w = shifted(call, 1, 3, 0);
        return call.one(OnnxType.INT32, conv(call, x, w).cast(DType.I32));
    }

    /** Quantized numbers less their zero point, which is one or one for each place along {@code axis}; in double precision. */
    static Tensor shifted(Call call, int i, int zero, int axis) {
        Tensor x = call.x(i).cast(DType.F64);
        if (!call.has(zero)) {
            return x;
        }
        Tensor point = call.x(zero).cast(DType.F64);
        return x.sub(Quantization.along(point, x.shape(), axis));
    }

    private static List<OnnxValue> quantized(Call call) {
        Tensor x = shifted(call, 0, 2, -1);
        Tensor w = shifted(call, 3, 5, 0);
        Tensor sum = conv(call, x, w);
        if (call.has(8)) {
            sum = sum.add(perChannel(call.x(8).cast(DType.F64), sum.shape()));
        }
        Tensor scale = call.x(1)
                .cast(DType.F64)
                .reshape(Shape.SCALAR)
                .mul(channels(call.x(4).cast(DType.F64), sum.shape()));
        Tensor y = sum.mul(scale).div(call.x(6).cast(DType.F64).reshape(Shape.SCALAR));
        return Quantization.rounded(call.type(7), y, call.x(7).reshape(Shape.SCALAR));
    }

    private static Tensor channels(Tensor values, Shape image) {
        return values.shape().elements() == 1 ? values.reshape(Shape.SCALAR) : perChannel(values, image);
    }

    private static Tensor deformed(Call call) {
        Tensor x = call.x(0);
        Tensor w = call.x(1);
        Window window = Windows.of(call, x.shape(), Windows.spatial(w.shape()));
        return call.has(4) ? x.deformConv2d(w, call.x(2), call.x(4), window) : x.deformConv2d(w, call.x(2), window);
    }

    private static List<OnnxValue> columns(Call call) {
        int[] image = call.ints(1);
        int[] block = call.ints(2);
        int rank = image.length;
        int[] pads = call.integers("pads", new int[2 * rank]);
        Window window = Window.of(block)
                .withStride(call.integers("strides", Windows.ones(rank)))
                .withDilation(call.integers("dilations", Windows.ones(rank)))
                .withPadding(Arrays.copyOf(pads, rank), Arrays.copyOfRange(pads, rank, 2 * rank));
        return call.one(call.x(0).fold(window, image));
    }
}
