package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.device.StridedCopy;
import fovea.tensor.Pad;
import fovea.tensor.Shape;
import fovea.tensor.Slice;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;

/** Zeros everywhere, then the elements put between them: a reorder into a slice, or a plain copy where that slice is none for oneDNN. */
final class PadKernel implements Kernel {
    private final Layout input;
    private final Layout output;
    private final Kernel copy;
    private final long offset;

    PadKernel(Pad pad, Operand x, Spec y) {
        Shape shape = x.spec().shape();
        Layout.Strided target = Layout.channelsLast(y.shape());
        this.output = target;
        this.input = x.layout() instanceof Layout.Strided ? x.layout() : Layout.channelsLast(shape);
        Slice inside = pad.inverse(shape);
        long first = 0;
        long[] strides = new long[shape.rank()];
        for (int i = 0; i < strides.length; i++) {
            first += target.stride(i) * inside.start().size(i);
            strides[i] = target.stride(i) * inside.step().size(i);
        }
        this.offset = first * x.spec().dtype().bytes();
        Operand from = new Operand(x.spec(), input);
        Layout.Strided slice = Layout.of(shape, strides);
        Kernel reorder = MoveKernels.of(from, slice);
        this.copy = reorder == null ? new StridedCopy(from, slice) : reorder;
    }

    @Override
    public String name() {
        return "zeros and " + copy.name();
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
        copy.run(in, new MemorySegment[] {out[0].asSlice(offset)});
    }
}
