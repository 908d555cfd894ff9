package fovea.onnx.operator;

import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers as small integers with a scale and a zero point: {@code x ≈ (q − zero) · scale}. */
final class Quantization {

    private Quantization() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("QuantizeLinear", Quantization::quantize);
        all.put("DequantizeLinear", Quantization::dequantize);
        all.put("DynamicQuantizeLinear", Quantization::dynamic);
        return all;
    }

    /**
     * Scales or zero points in a shape that broadcasts to {@code x}: one for all, one for each place along {@code axis}, or one for each
     * block along it.
     */
    static Tensor along(Tensor values, Shape x, int axis) {
        if (values.shape().elements() == 1) {
            return values.reshape(Shape.SCALAR);
        }
        int rank = x.rank();
        int at = rank == 0 ? 0 : Math.floorMod(axis, rank);
        if (values.shape().rank() == 1) {
            int[] sizes = Windows.ones(rank - at);
            sizes[0] = values.shape().size(0);
            return values.reshape(Shape.of(sizes));
        }
        int have = values.shape().size(at);
        int want = x.size(at);
        if (have == want || have == 1) {
            return values;
        }
        int block = Math.ceilDiv(want, have);
        return values.repeatInterleave(at, block).slice(at, 0, want);
    }

    private static List<OnnxValue> quantize(Call call) {
        Tensor x = call.x(0).dtype().isFloating() ? call.x(0) : call.x(0).cast(DType.F32);
        int axis = call.integer("axis", 1);
        OnnxType type = call.has(2) ? call.type(2) : outputType(call, OnnxType.UINT8);
        Tensor scale = blocks(call, call.x(1), x.shape(), axis).cast(x.dtype());
        Tensor scaled = x.div(scale);
        if (type.isMini()) {
            Tensor y = call.has(2) ? scaled.add(blocks(call, call.x(2), x.shape(), axis)) : scaled;
            return List.of(Carrying.minis(type, y, call.flag("saturate", true)));
        }
        return call.has(2)
                ? rounded(type, scaled, blocks(call, call.x(2), x.shape(), axis))
                : List.of(Carrying.saturated(type, scaled.round()));
    }

    /** 0 says that the type is not set. */
    private static OnnxType outputType(Call call, OnnxType otherwise) {
        return call.whole("output_dtype", 0) == 0 ? otherwise : call.typeSetting("output_dtype", otherwise);
    }

    private static Tensor blocks(Call call, Tensor values, Shape x, int axis) {
        int block = call.integer("block_size", 0);
        if (block <= 0 || values.shape().rank() != x.rank()) {
            return along(values, x, axis);
        }
        int at = call.axis(axis, x.rank());
        return values.repeatInterleave(at, block).slice(at, 0, x.size(at));
    }

    /** Rounded to nearest, ties to even, moved to the zero point, stopped at the ends of the type's range. */
    static List<OnnxValue> rounded(OnnxType type, Tensor scaled, Tensor zero) {
        return List.of(Carrying.saturated(type, scaled.round().add(zero.cast(scaled.dtype()))));
    }

    private static List<OnnxValue> dequantize(Call call) {
        Tensor q = call.x(0);
        int axis = call.integer("axis", 1);
        DType type = call.x(1).dtype();
        Tensor x = q.cast(type == DType.F64 ? type : DType.F32);
        if (call.has(2)) {
            x = x.sub(blocks(call, call.x(2), q.shape(), axis).cast(x.dtype()));
        }
        return call.one(
                outputType(call, call.type(1)),
                x.mul(blocks(call, call.x(1), q.shape(), axis).cast(x.dtype())));
    }

    /** To 0 … 255 over the range of x, made to hold 0. */
    private static List<OnnxValue> dynamic(Call call) {
        Tensor x = call.x(0);
        Tensor least = x.min().minimum(0);
        Tensor scale = x.max().maximum(0).sub(least).div(255);
        Tensor safe = scale.eq(0).where(1, scale);
        Tensor zero = least.neg().div(safe).clamp(0, 255).round();
        return List.of(
                rounded(OnnxType.UINT8, x.div(safe), zero).getFirst(),
                Carrying.as(OnnxType.FLOAT, scale),
                Carrying.saturated(OnnxType.UINT8, zero));
    }
}
