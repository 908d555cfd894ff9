package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Rounds single precision to bf16, to the nearest, ties to even; the processor's own instruction would make 0 of subnormal numbers. */
final class HalfCast implements Kernel {
    private static final int BLOCK = 1024;
    private static final int INFINITE = 0x7f800000;
    private static final int MAGNITUDE = 0x7fffffff;
    private static final int QUIET = 0x40;

    private final Layout layout;
    private final int elements;

    /** Of an operand that lies without gaps. */
    HalfCast(Operand x) {
        this.layout = x.layout();
        this.elements = Math.toIntExact(x.spec().shape().elements());
    }

    @Override
    public String name() {
        return "java rounding";
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
        LoopKernels.share(elements, (from, to) -> {
            int[] bits = new int[BLOCK];
            short[] rounded = new short[BLOCK];
            for (int at = from; at < to; at += BLOCK) {
                int n = Math.min(BLOCK, to - at);
                MemorySegment.copy(in[0], ValueLayout.JAVA_INT, 4L * at, bits, 0, n);
                round(bits, rounded, n);
                MemorySegment.copy(rounded, 0, out[0], ValueLayout.JAVA_SHORT, 2L * at, n);
            }
        });
    }

    private static void round(int[] x, short[] y, int n) {
        for (int i = 0; i < n; i++) {
            int nearest = (x[i] + 0x7fff + ((x[i] >>> 16) & 1)) >> 16;
            int noNumber = x[i] >> 16 | QUIET;
            y[i] = (short) ((x[i] & MAGNITUDE) > INFINITE ? noNumber : nearest);
        }
    }
}
