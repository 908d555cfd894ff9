package fovea.onnx.operator;

import fovea.onnx.model.HostNumbers;
import fovea.onnx.model.MiniFloat;
import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxType;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;

/** Brings results into the range of ONNX's element types, many of which are carried by wider ones. */
final class Carrying {

    private Carrying() {}

    /** {@code y} as that type; whole numbers that leave its range wrap around. */
    static OnnxTensor as(OnnxType type, Tensor y) {
        if (type.isMini() && y.dtype() != type.carrier()) {
            return new OnnxTensor(type, y.cast(type.carrier()));
        }
        Tensor carried = wraps(type) && y.dtype() != DType.BOOL ? wrapped(type, y) : y;
        return new OnnxTensor(type, carried.dtype() == type.carrier() ? carried : cast(carried, type));
    }

    private static Tensor cast(Tensor y, OnnxType type) {
        return type == OnnxType.BOOL ? y.ne(0) : y.cast(type.carrier());
    }

    /** Whether the carrier is wider than the type. */
    private static boolean wraps(OnnxType type) {
        return type.isInteger() && type.bits() < 8 * type.carrier().bytes();
    }

    private static Tensor wrapped(OnnxType type, Tensor y) {
        double range = Math.scalb(1.0, type.bits());
        Tensor wide = y.dtype().isFloating() || y.dtype().bytes() < 4 ? y.cast(DType.I64) : y;
        if (wide.dtype() == DType.I32 && type.bits() == 32) {
            wide = wide.cast(DType.I64);
        }
        Tensor from0 = wide.sub((double) type.least()).remainder(range);
        return from0.add((double) type.least()).cast(type.carrier());
    }

    /** Real numbers rounded to a type: whole ones stop at the ends of its range. */
    static OnnxTensor saturated(OnnxType type, Tensor y) {
        if (type.isMini()) {
            return minis(type, y, true);
        }
        if (!type.isInteger()) {
            return as(type, y);
        }
        return as(type, y.clamp((double) type.least(), (double) type.most()).cast(type.computed()));
    }

    /** Numbers rounded to a type of 8 or 4 bits, on the host. */
    static OnnxTensor minis(OnnxType type, Tensor y, boolean saturate) {
        MiniFloat format = MiniFloat.of(type);
        double[] elements = HostNumbers.doubles(y);
        for (int i = 0; i < elements.length; i++) {
            elements[i] = format.round(elements[i], saturate);
        }
        return new OnnxTensor(type, HostNumbers.tensor(new Spec(y.shape(), DType.F32), elements));
    }

    /** All one number. */
    static OnnxTensor full(OnnxType type, Shape shape, double value) {
        Limits.check("full", shape);
        return new OnnxTensor(type, Tensor.full(new Spec(shape, type.carrier()), value));
    }
}
