package fovea.device;

import fovea.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Copies elements from one strided layout to another, in plain Java: what every machine can do. */
public final class StridedCopy implements Kernel {
    /** Bytes that are copied at once where one number is repeated. */
    private static final long CHUNK = 1 << 14;

    private final Operand from;
    private final Layout.Strided source;
    private final Layout.Strided target;

    /** A copy of {@code from}, which has strides, to memory of the same shape with those of {@code target}. */
    public StridedCopy(Operand from, Layout.Strided target) {
        this.from = from;
        this.source = (Layout.Strided) from.layout();
        this.target = target;
    }

    @Override
    public String name() {
        return "java copy";
    }

    @Override
    public Layout input(int i) {
        return source;
    }

    @Override
    public Layout output(int i) {
        return target;
    }

    @Override
    public void run(MemorySegment[] inputs, MemorySegment[] outputs) {
        Shape shape = from.spec().shape();
        if (shape.elements() == 0) {
            return;
        }
        if (source.equals(target) && source.isDense(shape)) {
            outputs[0].copyFrom(inputs[0].asSlice(0, from.spec().bytes()));
            return;
        }
        if (isOneNumber(shape) && target.isDense(shape)) {
            repeat(inputs[0], outputs[0]);
            return;
        }
        walk(shape, inputs[0], outputs[0]);
    }

    private boolean isOneNumber(Shape shape) {
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (shape.size(axis) > 1 && source.stride(axis) != 0) {
                return false;
            }
        }
        return true;
    }

    /** What is written is copied behind itself, twice as much each time as long as it stays in the cache. */
    private void repeat(MemorySegment in, MemorySegment out) {
        long bytes = from.spec().bytes();
        long done = from.spec().dtype().bytes();
        MemorySegment.copy(in, 0, out, 0, done);
        while (done < bytes) {
            long more = Math.min(Math.min(done, CHUNK), bytes - done);
            MemorySegment.copy(out, 0, out, done, more);
            done += more;
        }
    }

    /** Walks all axes but the last as an odometer, and the last in a plain loop. */
    private void walk(Shape shape, MemorySegment in, MemorySegment out) {
        int last = shape.rank() - 1;
        int run = last < 0 ? 1 : shape.size(last);
        long step = last < 0 ? 0 : source.stride(last);
        long stepOut = last < 0 ? 0 : target.stride(last);
        int[] index = new int[Math.max(last, 0)];
        long x = 0;
        long y = 0;
        while (true) {
            copyRun(in, x, step, out, y, stepOut, run);
            int axis = last - 1;
            while (axis >= 0 && ++index[axis] == shape.size(axis)) {
                x -= source.stride(axis) * (shape.size(axis) - 1L);
                y -= target.stride(axis) * (shape.size(axis) - 1L);
                index[axis--] = 0;
            }
            if (axis < 0) {
                return;
            }
            x += source.stride(axis);
            y += target.stride(axis);
        }
    }

    private void copyRun(MemorySegment in, long x, long step, MemorySegment out, long y, long stepOut, int run) {
        switch (from.spec().dtype().bytes()) {
            case 8 -> {
                for (int i = 0; i < run; i++) {
                    long element = in.get(ValueLayout.JAVA_LONG_UNALIGNED, 8 * (x + i * step));
                    out.set(ValueLayout.JAVA_LONG_UNALIGNED, 8 * (y + i * stepOut), element);
                }
            }
            case 4 -> {
                for (int i = 0; i < run; i++) {
                    int element = in.get(ValueLayout.JAVA_INT_UNALIGNED, 4 * (x + i * step));
                    out.set(ValueLayout.JAVA_INT_UNALIGNED, 4 * (y + i * stepOut), element);
                }
            }
            case 2 -> {
                for (int i = 0; i < run; i++) {
                    short element = in.get(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * (x + i * step));
                    out.set(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * (y + i * stepOut), element);
                }
            }
            default -> {
                for (int i = 0; i < run; i++) {
                    out.set(ValueLayout.JAVA_BYTE, y + i * stepOut, in.get(ValueLayout.JAVA_BYTE, x + i * step));
                }
            }
        }
    }
}
