package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Pad;
import fovea.tensor.Shape;
import fovea.tensor.Slice;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Zeros everywhere, then the elements put between them: a reorder into a slice. */
final class PadKernel implements Kernel {
    private final Layout input;
    private final Layout output;
    private final Primitive reorder;
    private final long offset;

    /** Null where the elements would lie too close between each other for oneDNN, as with zeros between but none after. */
    static @Nullable PadKernel of(Pad pad, Operand x, Spec y) {
        Shape shape = x.spec().shape();
        Layout.Strided target = Layout.channelsLast(y.shape());
        return Descs.isNested(shape, strides(pad.inverse(shape), target)) ? new PadKernel(pad, x, y) : null;
    }

    private PadKernel(Pad pad, Operand x, Spec y) {
        Shape shape = x.spec().shape();
        Layout.Strided target = Layout.channelsLast(y.shape());
        this.output = target;
        this.input = x.layout() instanceof Layout.Strided && Descs.isPlain(x) ? x.layout() : Layout.channelsLast(shape);
        Slice inside = pad.inverse(shape);
        long first = 0;
        for (int i = 0; i < shape.rank(); i++) {
            first += target.stride(i) * inside.start().size(i);
        }
        this.offset = first * x.spec().dtype().bytes();
        MemoryDesc to = MemoryDesc.strided(Descs.type(x.spec().dtype()), Descs.sizes(shape), strides(inside, target));
        this.reorder = Reorder.of(Descs.of(x.spec(), input), to, Attributes.NONE);
    }

    private static long[] strides(Slice inside, Layout.Strided target) {
        long[] strides = new long[target.rank()];
        for (int i = 0; i < strides.length; i++) {
            strides[i] = Math.max(1, target.stride(i) * inside.step().size(i));
        }
        return strides;
    }

    @Override
    public String name() {
        return "zeros and " + reorder.implementation();
    }

    @Override
    public Layout input(int i) {
        return input;
    }

    @Override
    public Layout output(int i) {
        return output;
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        out[0].fill((byte) 0);
        reorder.execute(Scratch.of(reorder.scratchpadBytes()), in[0], out[0].asSlice(offset));
    }
}
