package fovea.reference;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Op;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Reads the inputs as row-major doubles, computes, and rounds the outputs to their types. */
final class ReferenceKernel implements Kernel {
    private final Op op;
    private final Spec[] inputs;
    private final Spec[] outputs;

    ReferenceKernel(Op op, Operand[] inputs, Spec[] outputs) {
        this.op = op;
        this.inputs = Arrays.stream(inputs).map(Operand::spec).toArray(Spec[]::new);
        this.outputs = outputs;
    }

    @Override
    public String name() {
        return "java";
    }

    @Override
    public Layout input(int i) {
        return Layout.rowMajor(inputs[i].shape());
    }

    @Override
    public Layout output(int i) {
        return Layout.rowMajor(outputs[i].shape());
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        double[][] x = new double[inputs.length][];
        for (int i = 0; i < x.length; i++) {
            x[i] = read(in[i], inputs[i]);
        }
        double[][] y = Computation.of(op, inputs, x, outputs);
        for (int i = 0; i < y.length; i++) {
            write(y[i], out[i], outputs[i]);
        }
    }

    private static double[] read(MemorySegment memory, Spec spec) {
        double[] x = new double[Math.toIntExact(spec.shape().elements())];
        switch (spec.dtype()) {
            case F32 -> {
                for (int i = 0; i < x.length; i++) {
                    x[i] = memory.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                }
            }
            case F64 -> MemorySegment.copy(memory, ValueLayout.JAVA_DOUBLE, 0, x, 0, x.length);
            case I32 -> {
                for (int i = 0; i < x.length; i++) {
                    x[i] = memory.getAtIndex(ValueLayout.JAVA_INT, i);
                }
            }
            case U8 -> {
                for (int i = 0; i < x.length; i++) {
                    x[i] = Byte.toUnsignedInt(memory.get(ValueLayout.JAVA_BYTE, i));
                }
            }
        }
        return x;
    }

    private static void write(double[] y, MemorySegment memory, Spec spec) {
        switch (spec.dtype()) {
            case F32 -> {
                for (int i = 0; i < y.length; i++) {
                    memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) y[i]);
                }
            }
            case F64 -> MemorySegment.copy(y, 0, memory, ValueLayout.JAVA_DOUBLE, 0, y.length);
            case I32 -> {
                for (int i = 0; i < y.length; i++) {
                    memory.setAtIndex(ValueLayout.JAVA_INT, i, (int) y[i]);
                }
            }
            case U8 -> {
                for (int i = 0; i < y.length; i++) {
                    memory.set(ValueLayout.JAVA_BYTE, i, (byte) Math.clamp((long) y[i], 0, 255));
                }
            }
        }
    }
}
