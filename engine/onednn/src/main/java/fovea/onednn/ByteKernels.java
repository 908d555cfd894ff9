package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Cast;
import fovea.tensor.Conv;
import fovea.tensor.DType;
import fovea.tensor.MaxPool;
import fovea.tensor.Op;
import fovea.tensor.Quantize;
import fovea.tensor.Quantized;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers of 8 bits: products of them, their largest, and the way to single precision and back. */
final class ByteKernels {
    private static final boolean MULTIPLIES = Dnnl.multipliesBytes();

    private ByteKernels() {}

    static boolean isNative(Op op, Operand[] in, Spec[] out) {
        for (Operand x : in) {
            if (HalfKernels.isEmpty(x.spec())) {
                return false;
            }
        }
        return switch (op) {
            case Quantized _, Quantize _, MaxPool.Largest _ -> !HalfKernels.isEmpty(out[0]);
            case Cast(DType to) -> to == DType.F32 && isByte(in[0].spec().dtype());
            default -> false;
        };
    }

    private static boolean isByte(DType dtype) {
        return dtype == DType.I8 || dtype == DType.U8;
    }

    static @Nullable Kernel of(Op op, Operand[] in, Spec[] out) {
        return switch (op) {
            case Quantized q when !MULTIPLIES -> WideProduct.of(q, in, out[0]);
            case Quantized q when q.op() instanceof Conv c -> convolution(c, q, in, out[0]);
            case Quantized q -> product(q, in, out[0]);
            case Quantize(double scale, DType to) -> new QuantizeKernel(scale, to, in[0]);
            case MaxPool.Largest(var window) -> PoolingKernels.largest(window, in[0], out[0]);
            case Cast _ -> HalfKernels.cast(in[0], out[0]);
            default -> null;
        };
    }

    /** Images channels-last; weights, of groups too, as oneDNN packs them: plain ones select its reference loops. */
    private static @Nullable Kernel convolution(Conv c, Quantized q, Operand[] in, Spec y) {
        Spec x = in[0].spec();
        Spec w = in[1].spec();
        if (ConvolutionKernels.isMisread(c, x.shape(), y.shape())) {
            return null;
        }
        MemoryDesc weights = c.groups() == 1 ? Descs.any(w) : Descs.any(w).grouped(c.groups());
        int channels = y.shape().size(1);
        Primitive p = Convolution.forward(
                Pass.INFERENCE,
                ConvolutionKernels.image(x),
                weights,
                q.biased() ? MemoryDesc.dense(DataType.F32, channels) : null,
                ConvolutionKernels.image(y),
                ConvolutionKernels.window(c, x, y),
                attributes(q, in, c.groups() == 1 ? 0b1 : 0b11, channels));
        return kernel(q, p, ConvolutionKernels.imageLayout(x), w, ConvolutionKernels.imageLayout(y), in);
    }

    /** Of two matrices; a single row is not added to in place, see {@link ProductKernels}. */
    private static @Nullable Kernel product(Quantized q, Operand[] in, Spec y) {
        Shape shape = y.shape();
        if (shape.rank() != 2 || (q.added() && shape.size(0) == 1)) {
            return null;
        }
        Spec x = in[0].spec();
        Spec w = in[1].spec();
        Layout rows = Layout.rowMajor(x.shape());
        Layout result = Layout.rowMajor(shape);
        Primitive p = MatMul.of(
                Descs.of(x, rows),
                Descs.any(w),
                q.biased() ? MemoryDesc.dense(DataType.F32, 1, shape.size(1)) : null,
                Descs.of(y, result),
                attributes(q, in, 0b10, shape.size(1)));
        return kernel(q, p, rows, w, result, in);
    }

    /** @param mask the weights' axes along which there is a scale each */
    private static Attributes attributes(Quantized q, Operand[] in, int mask, int channels) {
        List<PostOp> steps = new ArrayList<>();
        if (q.added()) {
            DataType type = Descs.type(in[in.length - 1].spec().dtype());
            steps.add(new PostOp.Accumulate((float) q.share(), type));
        }
        if (q.rectified()) {
            steps.add(new PostOp.Apply(Eltwise.Kind.RELU, 0, 0));
        }
        return new Attributes(steps, List.of(new Attributes.Scale(Arg.WEIGHTS, mask, channels)));
    }

    /** Around {@code p}, whose arguments are x, w, the bias, the result and the scale; the op's are x, w, scale, bias and addend. */
    private static Kernel kernel(Quantized q, Primitive p, Layout x, Spec w, Layout y, Operand[] in) {
        List<Layout> inputs = new ArrayList<>();
        inputs.add(x);
        inputs.add(Descs.layout(p.desc(Arg.WEIGHTS), w.shape()));
        inputs.add(Layout.rowMajor(in[2].spec().shape()));
        if (q.biased()) {
            inputs.add(Layout.rowMajor(in[3].spec().shape()));
        }
        if (q.added()) {
            inputs.add(y);
        }
        int[] from = q.biased() ? new int[] {0, 1, 3, ~0, 2} : new int[] {0, 1, ~0, 2};
        Kernel kernel = new PrimitiveKernel(p, inputs.toArray(Layout[]::new), new Layout[] {y}, false, from);
        return q.added() ? new AccumulatingKernel(kernel, in.length - 1) : kernel;
    }
}
