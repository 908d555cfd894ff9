package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import java.lang.foreign.MemorySegment;

/** A oneDNN primitive as a kernel: knows which of its arguments is which input or output. */
final class PrimitiveKernel implements Kernel {
    private final Primitive primitive;
    private final Layout[] inputs;
    private final Layout[] outputs;
    private final int[] from;
    private final MemorySegment[] data;
    private final boolean inPlace;

    /**
     * A kernel around {@code primitive}.
     *
     * @param from for each argument of the primitive the number of the input it is, or {@code ~n} for the n-th output
     */
    PrimitiveKernel(Primitive primitive, Layout[] inputs, Layout[] outputs, boolean inPlace, int... from) {
        if (from.length != primitive.args().length) {
            throw new IllegalStateException(
                    primitive + " takes " + primitive.args().length + " arguments, not " + from.length);
        }
        this.primitive = primitive;
        this.inputs = inputs;
        this.outputs = outputs;
        this.from = from;
        this.data = new MemorySegment[from.length];
        this.inPlace = inPlace;
    }

    @Override
    public String name() {
        return primitive.implementation();
    }

    @Override
    public Layout input(int i) {
        return inputs[i];
    }

    @Override
    public Layout output(int i) {
        return outputs[i];
    }

    @Override
    public boolean inPlace(int i) {
        return inPlace;
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        for (int i = 0; i < from.length; i++) {
            data[i] = from[i] >= 0 ? in[from[i]] : out[~from[i]];
        }
        primitive.execute(Scratch.of(primitive.scratchpadBytes()), data);
    }
}
