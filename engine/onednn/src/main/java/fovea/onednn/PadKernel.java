package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Pad;
import fovea.tensor.Shape;
import fovea.tensor.Slice;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;

/** Zeros everywhere, then the elements put between them: a reorder into a slice. */
final class PadKernel implements Kernel {
    private final Layout input;
    private final Layout output;
    private final Primitive reorder;
    private final long offset;

    PadKernel(Pad pad, Operand x, Spec y) {
        Shape shape = x.spec().shape();
        Layout.Strided target = Layout.channelsLast(y.shape());
        this.output = target;
        this.input = x.layout() instanceof Layout.Strided && Descs.isPlain(x) ? x.layout() : Layout.channelsLast(shape);
        Slice inside = pad.inverse(shape);
        long first = 0;
        long[] strides = new long[shape.rank()];
        for (int i = 0; i < strides.length; i++) {
            first += target.stride(i) * inside.start().size(i);
            strides[i] = Math.max(1, target.stride(i) * inside.step().size(i));
        }
        this.offset = first * x.spec().dtype().bytes();
        MemoryDesc to = MemoryDesc.strided(Descs.type(x.spec().dtype()), Descs.sizes(shape), strides);
        this.reorder = Reorder.of(Descs.of(x.spec(), input), to, Attributes.NONE);
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
