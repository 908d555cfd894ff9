package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Shape;
import fovea.tensor.Sum;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
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
        if (c == 1) {
            for (int i = 0; i < a; i++) {
                y.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) run(x, (long) i * b, b));
            }
            return;
        }
        for (int i = 0; i < a; i++) {
            long from = (long) i * b * c;
            int parts = (long) b * c < ALONE ? 1 : Team.threads();
            double[][] sums = new double[parts][c];
            Team.run(parts, (part, of) -> columns(x, from, part * b / of, (part + 1) * b / of, sums[part]));
            for (int j = 0; j < c; j++) {
                double sum = 0;
                for (double[] s : sums) {
                    sum += s[j];
                }
                y.setAtIndex(ValueLayout.JAVA_FLOAT, (long) i * c + j, (float) sum);
            }
        }
    }

    /** {@code y[b] = Σ x[:, b, :]}. */
    private void overEnds(MemorySegment x, MemorySegment y) {
        for (int j = 0; j < b; j++) {
            double sum = 0;
            for (int i = 0; i < a; i++) {
                sum += run(x, ((long) i * b + j) * c, c);
            }
            y.setAtIndex(ValueLayout.JAVA_FLOAT, j, (float) sum);
        }
    }

    /** Adds rows {@code from} to {@code to} of a matrix of {@code c} columns to {@code sums}. */
    private void columns(MemorySegment x, long start, int from, int to, double[] sums) {
        int wide = Math.max(1, PlainWalk.BLOCK / c) * c;
        float[] block = new float[wide];
        float[] partial = new float[wide];
        long at = start + (long) from * c;
        long end = start + (long) to * c;
        while (at < end) {
            java.util.Arrays.fill(partial, 0);
            for (int k = 0; k < SHORT && at < end; k++) {
                int n = (int) Math.min(wide, end - at);
                MemorySegment.copy(x, ValueLayout.JAVA_FLOAT, 4 * at, block, 0, n);
                add(block, partial, n);
                at += n;
            }
            for (int k = 0; k < wide; k++) {
                sums[k % c] += partial[k];
            }
        }
    }

    private static void add(float[] x, float[] sum, int n) {
        for (int i = 0; i < n; i++) {
            sum[i] += x[i];
        }
    }

    /** The sum of {@code n} neighbors. */
    private static double run(MemorySegment x, long from, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x.getAtIndex(ValueLayout.JAVA_FLOAT, from + i);
        }
        return sum;
    }
}
