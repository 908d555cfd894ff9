package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The logarithm of softmax, row by row: the largest element's own term, which is 1, is left out of the sum, {@code y = (x − m) − log1p Σ'
 * e^(x − m)}, so that a nearly certain answer keeps its digits. Several short rows are taken together for the exponentials.
 */
final class LogSoftmaxLoop implements Kernel {
    /** Elements up to which a second thread costs more than it brings. */
    private static final int ALONE = 16 * 1024;

    private static final Chain EXP =
            new Chain(List.of(false), List.of(false, false), 0, List.of(new Chain.Call("exp", List.of(0))), List.of(1));
    private static final float[] NONE = {};

    private final Shape shape;
    private final int n;
    private final int rows;
    private final int together;
    private final @Nullable WarmLoop exp = WarmLoop.isPossible() ? WarmLoop.of(EXP) : null;

    LogSoftmaxLoop(Shape shape) {
        this.shape = shape;
        this.n = shape.size(-1);
        this.rows = Math.toIntExact(shape.elements() / n);
        this.together = Math.min(rows, Math.max(1, PlainWalk.BLOCK / n));
    }

    @Override
    public String name() {
        return "java logarithm of softmax";
    }

    @Override
    public Layout input(int i) {
        return Layout.rowMajor(shape);
    }

    @Override
    public Layout output(int i) {
        return Layout.rowMajor(shape);
    }

    @Override
    public boolean inPlace(int i) {
        return true;
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        int parts = shape.elements() <= ALONE ? 1 : Math.min(rows, Team.threads());
        VectorLoop.Code code = exp == null ? null : exp.ready();
        long bytes = 4L * together * n;
        MemorySegment spare = Scratch.of(2L * parts * bytes);
        long start = System.nanoTime();
        Team.run(parts, (part, of) -> {
            MemorySegment mine = spare.asSlice(2L * part * bytes, 2 * bytes);
            int from = (int) ((long) rows * part / of);
            rows(in[0], out[0], from, (int) ((long) rows * (part + 1) / of), code, mine);
        });
        if (exp != null && code == null) {
            exp.missed(System.nanoTime() - start);
        }
    }

    private void rows(
            MemorySegment x, MemorySegment y, int from, int to, VectorLoop.@Nullable Code code, MemorySegment spare) {
        float[] less = new float[together * n];
        float[] terms = new float[together * n];
        for (int row = from; row < to; row += together) {
            int count = Math.min(together, to - row);
            long at = 4L * row * n;
            MemorySegment.copy(x, ValueLayout.JAVA_FLOAT, at, less, 0, count * n);
            for (int k = 0; k < count; k++) {
                subtract(less, k * n, largest(less, k * n));
            }
            exponentials(less, terms, count * n, code, spare);
            for (int k = 0; k < count; k++) {
                subtract(less, k * n, logarithm(less, terms, k * n));
            }
            MemorySegment.copy(less, 0, y, ValueLayout.JAVA_FLOAT, at, count * n);
        }
    }

    /** In four strands that do not wait for each other. */
    private float largest(float[] x, int from) {
        float m0 = x[from];
        float m1 = m0;
        float m2 = m0;
        float m3 = m0;
        int i = from;
        for (; i + 3 < from + n; i += 4) {
            m0 = Math.max(m0, x[i]);
            m1 = Math.max(m1, x[i + 1]);
            m2 = Math.max(m2, x[i + 2]);
            m3 = Math.max(m3, x[i + 3]);
        }
        for (; i < from + n; i++) {
            m0 = Math.max(m0, x[i]);
        }
        return Math.max(Math.max(m0, m1), Math.max(m2, m3));
    }

    private void subtract(float[] x, int from, float number) {
        for (int i = from; i < from + n; i++) {
            x[i] -= number;
        }
    }

    private static void exponentials(float[] x, float[] y, int n, VectorLoop.@Nullable Code code, MemorySegment spare) {
        if (code == null) {
            Loop.exp(x, x, x, y, n);
            return;
        }
        long half = spare.byteSize() / 2;
        MemorySegment.copy(x, 0, spare, ValueLayout.JAVA_FLOAT, 0, n);
        code.run(new long[] {spare.address(), spare.address() + half}, NONE, n);
        MemorySegment.copy(spare, ValueLayout.JAVA_FLOAT, half, y, 0, n);
    }

    /** Of the sum of a row's terms, of which the largest is 1; not-a-number where the largest element was not finite. */
    private float logarithm(float[] less, float[] terms, int from) {
        int at = from;
        while (at < from + n && less[at] != 0) {
            at++;
        }
        if (at == from + n) {
            return Float.NaN;
        }
        terms[at] = 0;
        return (float) Math.log1p(SumKernel.sum(terms, from, n));
    }
}
