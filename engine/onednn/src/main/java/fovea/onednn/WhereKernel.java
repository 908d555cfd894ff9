package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** A choice between two {@code f32} operands, either of which may be one number. */
final class WhereKernel implements Kernel {
    private final Layout[] inputs;
    private final Layout output;
    private final int elements;

    private WhereKernel(Layout[] inputs, Layout output, int elements) {
        this.inputs = inputs;
        this.output = output;
        this.elements = elements;
    }

    /** In the layout of the first operand that is without gaps. */
    static Kernel of(Operand[] in) {
        Operand first = in[0];
        for (int i = in.length - 1; i >= 0; i--) {
            Layout layout = in[i].layout();
            if (layout instanceof Layout.Strided && layout.isDense(in[i].spec().shape())) {
                first = in[i];
            }
        }
        Layout output = LoopKernels.dense(first);
        Layout[] inputs = new Layout[in.length];
        for (int i = 0; i < in.length; i++) {
            inputs[i] = i > 0 && LoopKernels.isOneNumber(in[i]) ? in[i].layout() : output;
        }
        return new WhereKernel(inputs, output, (int) in[0].spec().shape().elements());
    }

    @Override
    public String name() {
        return "java choice";
    }

    @Override
    public Layout input(int i) {
        return inputs[i];
    }

    @Override
    public Layout output(int i) {
        return output;
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        LoopKernels.share(elements, (first, last) -> {
            float[] a = block(in, 1);
            float[] b = block(in, 2);
            float[] y = new float[PlainWalk.BLOCK];
            for (int at = first; at < last; at += y.length) {
                int n = Math.min(y.length, last - at);
                read(in, 1, at, a, n);
                read(in, 2, at, b, n);
                for (int i = 0; i < n; i++) {
                    y[i] = in[0].get(ValueLayout.JAVA_BYTE, (long) at + i) != 0 ? a[i] : b[i];
                }
                MemorySegment.copy(y, 0, out[0], ValueLayout.JAVA_FLOAT, 4L * at, n);
            }
        });
    }

    private boolean isOne(int operand) {
        return !inputs[operand].equals(output);
    }

    private float[] block(MemorySegment[] in, int operand) {
        float[] block = new float[PlainWalk.BLOCK];
        if (isOne(operand)) {
            Arrays.fill(block, in[operand].get(ValueLayout.JAVA_FLOAT, 0));
        }
        return block;
    }

    private void read(MemorySegment[] in, int operand, int at, float[] block, int n) {
        if (!isOne(operand)) {
            MemorySegment.copy(in[operand], ValueLayout.JAVA_FLOAT, 4L * at, block, 0, n);
        }
    }
}
