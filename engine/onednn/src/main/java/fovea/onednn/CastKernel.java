package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.DType;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** From bytes and 32-bit numbers to each other: conditions to and from numbers, pixels and labels to numbers. */
final class CastKernel implements Kernel {
    private final DType from;
    private final DType to;
    private final Layout layout;
    private final int elements;

    private CastKernel(DType from, DType to, Layout layout, int elements) {
        this.from = from;
        this.to = to;
        this.layout = layout;
        this.elements = elements;
    }

    static @Nullable Kernel of(Operand x, Spec y) {
        boolean fits = isSimple(x.spec().dtype())
                && isSimple(y.dtype())
                && (y.dtype() != DType.U8 || x.spec().dtype() == DType.BOOL);
        return fits
                ? new CastKernel(x.spec().dtype(), y.dtype(), LoopKernels.dense(x), (int)
                        y.shape().elements())
                : null;
    }

    private static boolean isSimple(DType dtype) {
        return dtype == DType.F32 || dtype == DType.I32 || dtype == DType.U8 || dtype == DType.BOOL;
    }

    @Override
    public String name() {
        return "java cast";
    }

    @Override
    public Layout input(int i) {
        return layout;
    }

    @Override
    public Layout output(int i) {
        return layout;
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        LoopKernels.share(elements, (first, last) -> {
            float[] numbers = new float[PlainWalk.BLOCK];
            int[] integers = new int[PlainWalk.BLOCK];
            for (int at = first; at < last; at += numbers.length) {
                int n = Math.min(numbers.length, last - at);
                if (from == DType.F32) {
                    MemorySegment.copy(in[0], ValueLayout.JAVA_FLOAT, 4L * at, numbers, 0, n);
                    write(numbers, out[0], at, n);
                } else {
                    read(in[0], at, integers, n);
                    write(integers, out[0], at, n);
                }
            }
        });
    }

    private void read(MemorySegment x, int at, int[] values, int n) {
        if (from == DType.I32) {
            MemorySegment.copy(x, ValueLayout.JAVA_INT, 4L * at, values, 0, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            values[i] = x.get(ValueLayout.JAVA_BYTE, (long) at + i) & 255;
        }
    }

    private void write(float[] values, MemorySegment y, int at, int n) {
        switch (to) {
            case F32 -> MemorySegment.copy(values, 0, y, ValueLayout.JAVA_FLOAT, 4L * at, n);
            case I32 -> {
                for (int i = 0; i < n; i++) {
                    y.setAtIndex(ValueLayout.JAVA_INT, at + i, (int) values[i]);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    y.set(ValueLayout.JAVA_BYTE, (long) at + i, (byte) (values[i] != 0 ? 1 : 0));
                }
            }
        }
    }

    private void write(int[] values, MemorySegment y, int at, int n) {
        switch (to) {
            case F32 -> {
                for (int i = 0; i < n; i++) {
                    y.setAtIndex(ValueLayout.JAVA_FLOAT, at + i, (float) values[i]);
                }
            }
            case I32 -> MemorySegment.copy(values, 0, y, ValueLayout.JAVA_INT, 4L * at, n);
            default -> {
                for (int i = 0; i < n; i++) {
                    y.set(ValueLayout.JAVA_BYTE, (long) at + i, (byte) (values[i] != 0 ? 1 : 0));
                }
            }
        }
    }
}
