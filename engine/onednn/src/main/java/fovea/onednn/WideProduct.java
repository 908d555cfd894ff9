package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Conv;
import fovea.tensor.DType;
import fovea.tensor.Finished;
import fovea.tensor.Quantized;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A product of 8-bit numbers computed in single precision, for processors that multiply 8-bit numbers with loss or not at all: before VNNI
 * two products of {@code u8} and {@code i8} are added in 16 bits and stop at their ends, which oneDNN does not mend. Sums are exact to 24
 * bits.
 */
final class WideProduct implements Kernel {
    private final Quantized op;
    private final Kernel product;
    private final Kernel widenX;
    private final Kernel widenW;
    private final List<Layout> inputs;
    private final long[] bytes;
    private final int channels;
    private final int elements;
    private final boolean isAddendSigned;
    private final MemorySegment[] in = new MemorySegment[2];
    private final MemorySegment[] one = new MemorySegment[1];
    private final MemorySegment[] other = new MemorySegment[1];

    private WideProduct(Quantized op, Kernel product, Operand[] in, Spec y) {
        this.op = op;
        this.product = product;
        Operand x = new Operand(in[0].spec(), product.input(0));
        Operand w = new Operand(in[1].spec(), Layout.rowMajor(in[1].spec().shape()));
        Operand wideX = new Operand(single(x.spec()), product.input(0));
        Operand wideW = new Operand(single(w.spec()), product.input(1));
        this.widenX = cast(x, wideX);
        this.widenW = cast(w, wideW);
        this.bytes = new long[] {
            aligned(wideX.bytes()), aligned(wideW.bytes()), aligned(single(y).bytes())
        };
        this.channels = y.shape().size(op.channels(y.shape()));
        this.elements = Math.toIntExact(y.shape().elements());
        this.isAddendSigned = in[in.length - 1].spec().dtype() == DType.I8;
        this.inputs = new ArrayList<>(List.of(x.layout(), w.layout()));
        Layout line = Layout.rowMajor(in[2].spec().shape());
        inputs.add(line);
        if (op.biased()) {
            inputs.add(line);
        }
        if (op.added()) {
            inputs.add(product.output(0));
        }
    }

    /** Null where there is no kernel for single precision, either. */
    static @Nullable Kernel of(Quantized q, Operand[] in, Spec y) {
        Operand[] wide = {
            new Operand(single(in[0].spec()), Layout.channelsLast(in[0].spec().shape())),
            new Operand(single(in[1].spec()), Layout.rowMajor(in[1].spec().shape()))
        };
        Kernel product = q.op() instanceof Conv c
                ? ConvolutionKernels.forward(c, Finished.of(c), wide, single(y))
                : ProductKernels.matmul(Finished.of(q.op()), wide, single(y));
        return product == null ? null : new WideProduct(q, product, in, y);
    }

    private static Spec single(Spec x) {
        return Spec.f32(x.shape());
    }

    private static Kernel cast(Operand from, Operand to) {
        Primitive reorder = Reorder.of(Descs.of(from), Descs.of(to.spec(), to.layout()), Attributes.NONE);
        return new PrimitiveKernel(reorder, new Layout[] {from.layout()}, new Layout[] {to.layout()}, false, 0, ~0);
    }

    private static long aligned(long bytes) {
        return (bytes + 63) & -64;
    }

    @Override
    public String name() {
        return product.name() + " in single precision";
    }

    @Override
    public Layout input(int i) {
        return inputs.get(i);
    }

    @Override
    public Layout output(int i) {
        return product.output(i);
    }

    @Override
    public void run(MemorySegment[] x, MemorySegment[] out) {
        MemorySegment room = Scratch.beside(bytes[0] + bytes[1] + bytes[2]);
        in[0] = room.asSlice(0, bytes[0]);
        in[1] = room.asSlice(bytes[0], bytes[1]);
        MemorySegment sums = room.asSlice(bytes[0] + bytes[1], bytes[2]);
        run(widenX, x[0], in[0]);
        run(widenW, x[1], in[1]);
        other[0] = sums;
        product.run(in, other);
        float[] scale = numbers(x[2]);
        float[] bias = op.biased() ? numbers(x[3]) : new float[channels];
        MemorySegment addend = op.added() ? x[x.length - 1] : sums;
        LoopKernels.share(elements, (from, to) -> finish(sums, scale, bias, addend, out[0], from, to));
    }

    private void run(Kernel kernel, MemorySegment from, MemorySegment to) {
        one[0] = from;
        other[0] = to;
        kernel.run(one, other);
    }

    private float[] numbers(MemorySegment line) {
        float[] numbers = new float[channels];
        MemorySegment.copy(line, ValueLayout.JAVA_FLOAT, 0, numbers, 0, channels);
        return numbers;
    }

    /** Channels lie together in images and in rows. */
    private void finish(
            MemorySegment sums, float[] scale, float[] bias, MemorySegment addend, MemorySegment y, int from, int to) {
        float share = (float) op.share();
        for (int i = from; i < to; i++) {
            float v = sums.getAtIndex(ValueLayout.JAVA_FLOAT, i) * scale[i % channels] + bias[i % channels];
            if (op.added()) {
                byte z = addend.get(ValueLayout.JAVA_BYTE, i);
                v += share * (isAddendSigned ? z : Byte.toUnsignedInt(z));
            }
            v = op.rectified() ? Math.max(v, 0) : v;
            switch (op.to()) {
                case U8 -> y.set(ValueLayout.JAVA_BYTE, i, (byte) Math.clamp((long) Math.rint(v), 0, 255));
                case I8 -> y.set(ValueLayout.JAVA_BYTE, i, (byte) Math.clamp((long) Math.rint(v), -128, 127));
                default -> y.setAtIndex(ValueLayout.JAVA_FLOAT, i, v);
            }
        }
    }
}
