package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * oneDNN's kernel where all of the first input is finite, else a loop of ours: oneDNN's maxima pass over not-a-numbers and take −∞ for the
 * lowest finite number. Looking costs one reading of the input.
 */
final class FiniteKernel implements Kernel {
    /** Elements below which a second thread costs more than it brings. */
    private static final long ALONE = 64 * 1024;

    private static final int MAGNITUDE = 0x7fffffff;
    private static final int INFINITE = 0x7f800000;

    private final Kernel fast;
    private final Kernel careful;
    private final long elements;

    /**
     * Both take and give the same layouts.
     *
     * @param elements of the first input, which lie without gaps
     */
    FiniteKernel(Kernel fast, Kernel careful, long elements) {
        this.fast = fast;
        this.careful = careful;
        this.elements = elements;
    }

    @Override
    public String name() {
        return fast.name();
    }

    @Override
    public Layout input(int i) {
        return fast.input(i);
    }

    @Override
    public Layout output(int i) {
        return fast.output(i);
    }

    @Override
    public boolean inPlace(int i) {
        return fast.inPlace(i) && careful.inPlace(i);
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        (isFinite(in[0]) ? fast : careful).run(in, out);
    }

    private boolean isFinite(MemorySegment x) {
        if (elements < ALONE) {
            return isFinite(x, 0, elements);
        }
        AtomicBoolean finite = new AtomicBoolean(true);
        Team.run((part, parts) -> {
            if (!isFinite(x, elements * part / parts, elements * (part + 1) / parts)) {
                finite.set(false);
            }
        });
        return finite.get();
    }

    /** The largest magnitude as bits, which order as the numbers do; a maximum of integers is vectorized. */
    private static boolean isFinite(MemorySegment x, long from, long to) {
        int[] block = new int[(int) Math.min(PlainWalk.BLOCK, to - from)];
        for (long at = from; at < to; at += block.length) {
            int n = (int) Math.min(block.length, to - at);
            MemorySegment.copy(x, ValueLayout.JAVA_INT, 4 * at, block, 0, n);
            if (largest(block, n) >= INFINITE) {
                return false;
            }
        }
        return true;
    }

    private static int largest(int[] block, int n) {
        int largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, block[i] & MAGNITUDE);
        }
        return largest;
    }
}
