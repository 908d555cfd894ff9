package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Shape;
import fovea.tensor.Sum;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sums over axes of a dense array, seen as {@code [A, B, C]} in memory order: either over B, or over A and C. Rows are added up in
 * single precision for a short while and then in double, so that long sums lose nothing.
 */
final class SumKernel implements Kernel {
    /** Rows added up in single precision before the sum goes to double. */
    private static final int SHORT = 32;

    private static final long ALONE = 16 * 1024;

    private final Layout input;
    private final Layout output;
    private final int a;
    private final int b;
    private final int c;
    private final boolean middle;

    private SumKernel(Layout input, Layout output, List<Integer> sizes, boolean middle) {
        this.input = input;
        this.output = output;
        this.a = sizes.get(0);
        this.b = sizes.get(1);
        this.c = sizes.get(2);
        this.middle = middle;
    }

    /** A kernel, or null where kept and summed axes alternate too often. */
    static @Nullable Kernel of(Sum sum, Operand x) {
        Shape shape = x.spec().shape();
        Layout layout = x.layout() instanceof Layout.Strided && x.layout().isDense(shape)
                ? x.layout()
                : Layout.channelsLast(shape);
        List<Integer> sizes = new ArrayList<>();
        List<Boolean> summed = new ArrayList<>();
        int[] order = layout.innermostFirst(shape);
        for (int k = order.length - 1; k >= 0; k--) {
            int size = shape.size(order[k]);
            boolean over = sum.axes().contains(order[k]);
            if (size == 1) {
                continue;
            }
            if (!sizes.isEmpty() && summed.getLast() == over) {
                sizes.set(sizes.size() - 1, sizes.getLast() * size);
            } else {
                sizes.add(size);
                summed.add(over);
            }
        }
        if (sizes.size() > 3 || shape.elements() > Integer.MAX_VALUE) {
            return null;
        }
        boolean middle = sizes.size() < 3 || summed.get(1);
        if (sizes.size() < 3 && (sizes.isEmpty() || summed.getFirst())) {
            sizes.addFirst(1);
        }
        while (sizes.size() < 3) {
            sizes.add(1);
        }
        Shape y = sum.infer(x.spec())[0].shape();
        return new SumKernel(layout, kept(shape, layout, y), sizes, middle);
    }

    /** The kept axes in the order they have in x. */
    private static Layout kept(Shape x, Layout layout, Shape y) {
        long[] strides = new long[y.rank()];
        long step = 1;
        for (int axis : layout.innermostFirst(x)) {
            strides[axis] = step;
            step *= y.size(axis);
        }
        return Layout.of(y, strides);
    }

    @Override
    public String name() {
        return "java sum";
    }

    @Override
    public Layout input(int i) {
        return input;
    }

    @Override
    public Layout output(int i) {
        return output;
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        if (middle) {
            overMiddle(in[0], out[0]);
        } else {
            overEnds(in[0], out[0]);
        }
    }

    /** {@code y[a, c] = Σ x[a, :, c]}. */
    private void overMiddle(MemorySegment x, MemorySegment y) {
        int threads = (long) a * b * c < ALONE ? 1 : Team.threads();
        float[][][] blocks = Scratch.blocks(threads, 2);
        if (a >= threads) {
            Team.run(threads, (part, of) -> slices(x, y, first(a, part, of), first(a, part + 1, of), blocks[part]));
            return;
        }
        double[][] sums = new double[threads][c];
        for (int i = 0; i < a; i++) {
            long from = (long) i * b * c;
            Team.run(
                    threads,
                    (part, of) ->
                            columns(x, from, first(b, part, of), first(b, part + 1, of), sums[part], blocks[part]));
            for (int j = 0; j < c; j++) {
                double sum = 0;
                for (double[] s : sums) {
                    sum += s[j];
                    s[j] = 0;
                }
                y.setAtIndex(ValueLayout.JAVA_FLOAT, (long) i * c + j, (float) sum);
            }
        }
    }

    private static int first(int count, int part, int of) {
        return (int) ((long) count * part / of);
    }

    private void slices(MemorySegment x, MemorySegment y, int from, int to, float[][] blocks) {
        if (c == 1 && b <= PlainWalk.BLOCK) {
            shortRuns(x, y, from, to, blocks[0]);
            return;
        }
        double[] sums = new double[c];
        for (int i = from; i < to; i++) {
            columns(x, (long) i * b * c, 0, b, sums, blocks);
            for (int j = 0; j < c; j++) {
                y.setAtIndex(ValueLayout.JAVA_FLOAT, (long) i * c + j, (float) sums[j]);
                sums[j] = 0;
            }
        }
    }

    /** Runs of {@code b} neighbors, several in a block. */
    private void shortRuns(MemorySegment x, MemorySegment y, int from, int to, float[] block) {
        int together = PlainWalk.BLOCK / b;
        for (int i = from; i < to; i += together) {
            int count = Math.min(together, to - i);
            MemorySegment.copy(x, ValueLayout.JAVA_FLOAT, 4L * i * b, block, 0, count * b);
            for (int k = 0; k < count; k++) {
                y.setAtIndex(ValueLayout.JAVA_FLOAT, i + k, (float) sum(block, k * b, b));
            }
        }
    }

    /** {@code y[b] = Σ x[:, b, :]}. */
    private void overEnds(MemorySegment x, MemorySegment y) {
        int threads = (long) a * b * c < ALONE ? 1 : Team.threads();
        float[][][] blocks = Scratch.blocks(threads, 2);
        Team.run(threads, (part, of) -> {
            double[] sum = new double[1];
            for (int j = first(b, part, of); j < first(b, part + 1, of); j++) {
                sum[0] = 0;
                for (int i = 0; i < a; i++) {
                    add(x, ((long) i * b + j) * c, c, 1, sum, blocks[part]);
                }
                y.setAtIndex(ValueLayout.JAVA_FLOAT, j, (float) sum[0]);
            }
        });
    }

    /** Adds rows {@code from} to {@code to} of a matrix of {@code c} columns to {@code sums}. */
    private void columns(MemorySegment x, long start, int from, int to, double[] sums, float[][] blocks) {
        add(x, start + (long) from * c, (long) (to - from) * c, c, sums, blocks);
    }

    /** Adds up rows of so many columns that lie one after the other, in blocks of whole rows. */
    private static void add(MemorySegment x, long from, long length, int columns, double[] sums, float[][] blocks) {
        int wide = Math.max(1, PlainWalk.BLOCK / columns) * columns;
        float[] block = wide <= PlainWalk.BLOCK ? blocks[0] : new float[wide];
        float[] partial = wide <= PlainWalk.BLOCK ? blocks[1] : new float[wide];
        long at = from;
        long end = from + length;
        while (at < end) {
            int most = (int) Math.min(wide, end - at);
            Arrays.fill(partial, 0, most, 0);
            for (int k = 0; k < SHORT && at < end; k++) {
                int n = (int) Math.min(wide, end - at);
                MemorySegment.copy(x, ValueLayout.JAVA_FLOAT, 4 * at, block, 0, n);
                add(block, partial, n);
                at += n;
            }
            if (columns == 1) {
                sums[0] += sum(partial, 0, most);
            } else {
                fold(partial, most, columns, sums);
            }
        }
    }

    private static void fold(float[] partial, int n, int columns, double[] sums) {
        for (int row = 0; row < n; row += columns) {
            for (int j = 0; j < columns; j++) {
                sums[j] += partial[row + j];
            }
        }
    }

    private static void add(float[] x, float[] sum, int n) {
        for (int i = 0; i < n; i++) {
            sum[i] += x[i];
        }
    }

    /**
     * The sum of neighbors in double precision, so that a few of them give the same bits however they lie; in eight strands that do not
     * wait for each other.
     */
    static double sum(float[] x, int from, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int i = from;
        int end = from + n;
        for (; i + 7 < end; i += 8) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
            s4 += x[i + 4];
            s5 += x[i + 5];
            s6 += x[i + 6];
            s7 += x[i + 7];
        }
        for (; i < end; i++) {
            s0 += x[i];
        }
        return s0 + s1 + s2 + s3 + (s4 + s5 + s6 + s7);
    }
}
