package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A kernel for single precision that is fed numbers of 16 bits: they are widened before and its results rounded after it. */
final class WidenedKernel implements Kernel {
    private static final MemorySegment[] ONE = new MemorySegment[1];

    private final Kernel kernel;
    private final @Nullable Kernel[] before;
    private final @Nullable Kernel[] after;
    private final long[] sizes;
    private final long all;
    private final MemorySegment[] wideIn;
    private final MemorySegment[] wideOut;
    private final MemorySegment[] from = ONE.clone();
    private final MemorySegment[] to = ONE.clone();

    private WidenedKernel(Kernel kernel, @Nullable Kernel[] before, @Nullable Kernel[] after, long[] sizes) {
        this.kernel = kernel;
        this.before = before;
        this.after = after;
        this.sizes = sizes;
        this.wideIn = new MemorySegment[before.length];
        this.wideOut = new MemorySegment[after.length];
        long sum = 0;
        for (long size : sizes) {
            sum += size;
        }
        this.all = sum;
    }

    static @Nullable Kernel of(Kernel kernel, Operand[] in, Operand[] wide, Spec[] out) {
        @Nullable Kernel[] before = new @Nullable Kernel[in.length];
        @Nullable Kernel[] after = new @Nullable Kernel[out.length];
        long[] sizes = new long[in.length + out.length];
        for (int i = 0; i < in.length; i++) {
            if (!in[i].spec().equals(wide[i].spec())) {
                Operand taken = new Operand(wide[i].spec(), kernel.input(i));
                if (!Descs.isPlain(taken) || HalfKernels.isEmpty(taken.spec())) {
                    return null;
                }
                before[i] = HalfKernels.between(in[i].spec(), wide[i].spec(), kernel.input(i));
                sizes[i] = aligned(taken.bytes());
            }
        }
        for (int i = 0; i < out.length; i++) {
            Spec result = HalfKernels.wide(out[i]);
            if (!out[i].equals(result)) {
                after[i] = HalfKernels.between(result, out[i], kernel.output(i));
                sizes[in.length + i] = aligned(new Operand(result, kernel.output(i)).bytes());
            }
        }
        return new WidenedKernel(kernel, before, after, sizes);
    }

    private static long aligned(long bytes) {
        return (bytes + 63) & -64;
    }

    @Override
    public String name() {
        return kernel.name() + " between casts";
    }

    @Override
    public Layout input(int i) {
        return kernel.input(i);
    }

    @Override
    public Layout output(int i) {
        return kernel.output(i);
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        MemorySegment room = Scratch.beside(all);
        long at = 0;
        for (int i = 0; i < in.length; i++) {
            Kernel widening = before[i];
            wideIn[i] = widening == null ? in[i] : room.asSlice(at, sizes[i]);
            if (widening != null) {
                convert(widening, in[i], wideIn[i]);
            }
            at += sizes[i];
        }
        for (int i = 0; i < out.length; i++) {
            wideOut[i] = after[i] == null ? out[i] : room.asSlice(at, sizes[in.length + i]);
            at += sizes[in.length + i];
        }
        kernel.run(wideIn, wideOut);
        for (int i = 0; i < out.length; i++) {
            Kernel rounding = after[i];
            if (rounding != null) {
                convert(rounding, wideOut[i], out[i]);
            }
        }
    }

    private void convert(Kernel cast, MemorySegment x, MemorySegment y) {
        from[0] = x;
        to[0] = y;
        cast.run(from, to);
    }
}
