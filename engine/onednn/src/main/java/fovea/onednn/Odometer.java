package fovea.onednn;

import fovea.device.Layout;
import fovea.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How several operands of one shape are walked together, in the order in which the output lies in memory: as rows of equal length.
 * Neighboring axes that all operands step through evenly are joined, so that dense operands become one long row.
 */
final class Odometer {
    private final long[] sizes;
    private final long[][] strides;
    private final long inner;
    private final long rows;
    private final boolean[] follows;

    private Odometer(long[] sizes, long[][] strides) {
        this.sizes = sizes;
        this.strides = strides;
        this.inner = sizes[sizes.length - 1];
        long product = 1;
        for (int i = 0; i < sizes.length - 1; i++) {
            product *= sizes[i];
        }
        this.rows = product;
        this.follows = new boolean[strides.length];
        for (int i = 0; i < strides.length; i++) {
            follows[i] = isDense(strides[i]);
        }
    }

    /** For operands in one packed layout, or of one number. */
    static Odometer flat(long elements, Layout... operands) {
        long[][] strides = new long[operands.length][1];
        for (int i = 0; i < operands.length; i++) {
            strides[i][0] = operands[i] instanceof Layout.Packed ? 1 : 0;
        }
        return new Odometer(new long[] {elements}, strides);
    }

    static Odometer of(Shape shape, Layout.Strided output, Layout... operands) {
        int[] order = output.innermostFirst(shape);
        List<Long> sizes = new ArrayList<>();
        List<long[]> steps = new ArrayList<>();
        for (int k = order.length - 1; k >= 0; k--) {
            int axis = order[k];
            if (shape.size(axis) == 1) {
                continue;
            }
            long[] step = new long[operands.length];
            for (int i = 0; i < operands.length; i++) {
                step[i] = ((Layout.Strided) operands[i]).stride(axis);
            }
            if (!steps.isEmpty() && joins(steps.getLast(), step, shape.size(axis))) {
                sizes.set(sizes.size() - 1, sizes.getLast() * shape.size(axis));
                steps.set(steps.size() - 1, step);
            } else {
                sizes.add((long) shape.size(axis));
                steps.add(step);
            }
        }
        if (sizes.isEmpty()) {
            sizes.add(1L);
            steps.add(new long[operands.length]);
        }
        long[][] strides = new long[operands.length][sizes.size()];
        for (int i = 0; i < operands.length; i++) {
            for (int k = 0; k < strides[i].length; k++) {
                strides[i][k] = steps.get(k)[i];
            }
        }
        return new Odometer(sizes.stream().mapToLong(Long::longValue).toArray(), strides);
    }

    private static boolean joins(long[] outer, long[] inner, int size) {
        for (int i = 0; i < outer.length; i++) {
            if (outer[i] != inner[i] * size) {
                return false;
            }
        }
        return true;
    }

    private boolean isDense(long[] steps) {
        long expected = 1;
        for (int k = sizes.length - 1; k >= 0; k--) {
            if (steps[k] != expected) {
                return false;
            }
            expected *= sizes[k];
        }
        return true;
    }

    long elements() {
        return rows * inner;
    }

    /** Length of a row. */
    long inner() {
        return inner;
    }

    long rows() {
        return rows;
    }

    /** Elements from one to the next within a row. */
    long step(int operand) {
        return strides[operand][sizes.length - 1];
    }

    /** Whether each row of an operand begins where the one before ends. */
    boolean followsOn(int operand) {
        return follows[operand];
    }

    /** Where a row of an operand begins, in elements. */
    long offset(int operand, long row) {
        long offset = 0;
        long rest = row;
        for (int k = sizes.length - 2; k >= 0; k--) {
            offset += rest % sizes[k] * strides[operand][k];
            rest /= sizes[k];
        }
        return offset;
    }

    /** Whether all rows of an operand are one and the same. */
    boolean stays(int operand) {
        for (int k = 0; k < sizes.length - 1; k++) {
            if (strides[operand][k] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Copies elements {@code start} to {@code start + n} of some rows to {@code to}, without gaps. */
    void read(int operand, long row, int count, long start, int n, MemorySegment from, boolean half, float[] to) {
        if (followsOn(operand)) {
            read(from, half, row * inner + start, 1, to, 0, count * n);
            return;
        }
        long step = step(operand);
        for (int r = 0; r < count; r++) {
            read(from, half, offset(operand, row + r) + start * step, step, to, r * n, n);
        }
    }

    private static void read(MemorySegment from, boolean half, long at, long step, float[] to, int first, int n) {
        if (step == 1) {
            Halves.read(from, at, half, to, first, n);
        } else if (step == 0) {
            Arrays.fill(to, first, first + n, Halves.get(from, at, half));
        } else {
            for (int i = 0; i < n; i++) {
                to[first + i] = Halves.get(from, at + i * step, half);
            }
        }
    }
}
