package fovea.reference;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Bf16;
import fovea.tensor.Cast;
import fovea.tensor.Op;
import fovea.tensor.Quantize;
import fovea.tensor.Quantized;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.IntConsumer;

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
        boolean saturates = op instanceof Quantized
                || op instanceof Quantize
                || (op instanceof Cast && inputs[0].dtype().isFloating());
        for (int i = 0; i < y.length; i++) {
            write(y[i], out[i], outputs[i], saturates);
        }
    }

    private static double[] read(MemorySegment memory, Spec spec) {
        double[] x = new double[Math.toIntExact(spec.shape().elements())];
        switch (spec.dtype()) {
            case F32 -> Arrays.setAll(x, i -> memory.getAtIndex(ValueLayout.JAVA_FLOAT, i));
            case F64 -> MemorySegment.copy(memory, ValueLayout.JAVA_DOUBLE, 0, x, 0, x.length);
            case F16 -> Arrays.setAll(x, i -> Float.float16ToFloat(memory.getAtIndex(ValueLayout.JAVA_SHORT, i)));
            case BF16 -> Arrays.setAll(x, i -> Bf16.toFloat(memory.getAtIndex(ValueLayout.JAVA_SHORT, i)));
            case I8 -> Arrays.setAll(x, i -> memory.get(ValueLayout.JAVA_BYTE, i));
            case I32 -> Arrays.setAll(x, i -> memory.getAtIndex(ValueLayout.JAVA_INT, i));
            case I64 -> Arrays.setAll(x, i -> memory.getAtIndex(ValueLayout.JAVA_LONG, i));
            case U8, BOOL -> Arrays.setAll(x, i -> Byte.toUnsignedInt(memory.get(ValueLayout.JAVA_BYTE, i)));
        }
        return x;
    }

    /** Rounds to the type; numbers beyond the range of an integer stop at its ends or, as sums of integers do, wrap around. */
    private static void write(double[] y, MemorySegment memory, Spec spec, boolean saturates) {
        int n = y.length;
        switch (spec.dtype()) {
            case F32 -> each(n, i -> memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) y[i]));
            case F64 -> MemorySegment.copy(y, 0, memory, ValueLayout.JAVA_DOUBLE, 0, n);
            case F16 -> each(n, i -> memory.setAtIndex(ValueLayout.JAVA_SHORT, i, Float.floatToFloat16((float) y[i])));
            case BF16 -> each(n, i -> memory.setAtIndex(ValueLayout.JAVA_SHORT, i, Bf16.of((float) y[i])));
            case I8 -> bytes(y, memory, saturates ? -128 : Long.MIN_VALUE, saturates ? 127 : Long.MAX_VALUE);
            case U8 -> bytes(y, memory, saturates ? 0 : Long.MIN_VALUE, saturates ? 255 : Long.MAX_VALUE);
            case I32 ->
                each(n, i -> memory.setAtIndex(ValueLayout.JAVA_INT, i, saturates ? (int) y[i] : (int) (long) y[i]));
            case I64 -> each(n, i -> memory.setAtIndex(ValueLayout.JAVA_LONG, i, (long) y[i]));
            case BOOL -> each(n, i -> memory.set(ValueLayout.JAVA_BYTE, i, (byte) (y[i] != 0 ? 1 : 0)));
        }
    }

    private static void bytes(double[] y, MemorySegment memory, long least, long most) {
        each(y.length, i -> memory.set(ValueLayout.JAVA_BYTE, i, (byte) Math.max(least, Math.min(most, (long) y[i]))));
    }

    private static void each(int n, IntConsumer element) {
        for (int i = 0; i < n; i++) {
            element.accept(i);
        }
    }
}
