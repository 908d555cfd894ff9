package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.BatchNorm;
import fovea.tensor.Binary;
import fovea.tensor.Conv;
import fovea.tensor.DType;
import fovea.tensor.Finished;
import fovea.tensor.Fused;
import fovea.tensor.MatMul;
import fovea.tensor.MaxPool;
import fovea.tensor.Op;
import fovea.tensor.Pad;
import fovea.tensor.Spec;
import fovea.tensor.SumPool;
import fovea.tensor.Unary;
import org.jspecify.annotations.Nullable;

/** Numbers of 16 bits: what oneDNN multiplies as they are, and what is computed in single precision and rounded once. */
final class HalfKernels {
    private HalfKernels() {}

    /** Whether oneDNN computes {@code op} in bf16: the images in it, with statistics in single precision. */
    static boolean isNative(Op op, Operand[] in, Spec[] out) {
        if (in.length == 0 || (in[0].spec().dtype() != DType.BF16 && !(op instanceof Fused))) {
            return false;
        }
        for (Operand x : in) {
            if (isEmpty(x.spec())) {
                return false;
            }
        }
        for (Spec y : out) {
            if (isEmpty(y)) {
                return false;
            }
        }
        return switch (op) {
            case Conv _, Conv.InputGradient _, Conv.WeightGradient _, MatMul _, Finished _ -> true;
            case BatchNorm _, BatchNorm.Gradient _, BatchNorm.Rectified _, BatchNorm.RectifiedGradient _ ->
                in[in.length - 1].spec().dtype() == DType.F32;
            case Unary _, Binary _ -> areAll(DType.BF16, DType.BF16, in, out);
            case Fused _ -> areAll(DType.BF16, DType.F32, in, out);
            case Pad _ -> true;
            case MaxPool _, MaxPool.Largest _, MaxPool.Scatter _, SumPool _, SumPool.Gradient _ -> true;
            default -> false;
        };
    }

    private static boolean areAll(DType one, DType other, Operand[] in, Spec[] out) {
        for (Operand x : in) {
            if (x.spec().dtype() != one && x.spec().dtype() != other) {
                return false;
            }
        }
        for (Spec y : out) {
            if (y.dtype() != one && y.dtype() != other) {
                return false;
            }
        }
        return true;
    }

    static boolean isHalf(Operand[] in, Spec[] out) {
        for (Operand x : in) {
            if (isHalf(x.spec())) {
                return true;
            }
        }
        for (Spec y : out) {
            if (isHalf(y)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHalf(Spec x) {
        return x.dtype() == DType.BF16 || x.dtype() == DType.F16;
    }

    static Spec wide(Spec x) {
        return isHalf(x) ? new Spec(x.shape(), DType.F32) : x;
    }

    /** Between one kind of halves and singles: from kind to kind oneDNN goes only where the processor computes in f16. */
    static boolean isCast(Spec x, Spec y) {
        return isHalf(x) != isHalf(y) && wide(x).dtype() == DType.F32 && wide(y).dtype() == DType.F32;
    }

    /** From one type of numbers to another, of no matter which layout; the result without gaps. */
    static Kernel cast(Operand x, Spec y) {
        Layout from = Descs.isPlain(x) ? x.layout() : Layout.channelsLast(y.shape());
        Layout to = from instanceof Layout.Strided && from.isDense(y.shape()) ? from : Layout.channelsLast(y.shape());
        return cast(new Operand(x.spec(), from), new Operand(y, to));
    }

    private static Kernel cast(Operand from, Operand to) {
        boolean rounds = from.spec().dtype() == DType.F32 && to.spec().dtype() == DType.BF16;
        boolean flat = from.layout() instanceof Layout.Strided
                && from.layout().equals(to.layout())
                && from.layout().isDense(from.spec().shape());
        if (rounds && flat) {
            return new HalfCast(from);
        }
        Primitive reorder = Reorder.of(desc(from), desc(to), Attributes.NONE);
        return new PrimitiveKernel(reorder, new Layout[] {from.layout()}, new Layout[] {to.layout()}, false, 0, ~0);
    }

    /** oneDNN knows no arrays without axes. */
    private static MemoryDesc desc(Operand x) {
        return x.spec().shape().rank() == 0
                ? MemoryDesc.dense(Descs.type(x.spec().dtype()), 1)
                : Descs.of(x);
    }

    /** The kernel for single precision, between casts; null where there is none. */
    static @Nullable Kernel of(OneDnnDevice device, Op op, Operand[] in, Spec[] out) {
        Operand[] wide = new Operand[in.length];
        for (int i = 0; i < in.length; i++) {
            boolean usable = in[i].layout() instanceof Layout.Strided && Descs.isPlain(in[i]);
            Layout layout =
                    usable ? in[i].layout() : Layout.channelsLast(in[i].spec().shape());
            wide[i] = new Operand(wide(in[i].spec()), layout);
        }
        Spec[] results = new Spec[out.length];
        for (int i = 0; i < out.length; i++) {
            results[i] = wide(out[i]);
        }
        Kernel kernel = device.prepare(op, wide, results);
        return kernel == null ? null : WidenedKernel.of(kernel, in, wide, out);
    }

    static boolean isEmpty(Spec x) {
        return x.shape().elements() == 0;
    }

    /** The kernel that takes {@code from} to {@code to} in this layout. */
    static Kernel between(Spec from, Spec to, Layout layout) {
        return cast(new Operand(from, layout), new Operand(to, layout));
    }
}
