package fovea.format;

import static fovea.format.ElementType.LE_INT;
import static fovea.format.ElementType.LE_LONG;
import static fovea.format.ElementType.LE_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Elements of an array that do not lie one after the other: element {@code [i, j, …]} is number {@code i·strides[0] +
 * j·strides[1] + …} of the memory, counted in elements.
 */
record Strided(ElementType type, long[] shape, long[] strides) {

    /** The strides of packed elements whose last axis runs fastest, as in C. */
    static long[] packed(long... shape) {
        long[] strides = new long[shape.length];
        long step = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= shape[axis];
        }
        return strides;
    }

    /** The strides of packed elements whose first axis runs fastest, as in Fortran. */
    static long[] packedFromFirst(long... shape) {
        long[] strides = new long[shape.length];
        long step = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            strides[axis] = step;
            step *= shape[axis];
        }
        return strides;
    }

    /**
     * How many elements of memory it reaches over, from the first to the last.
     *
     * @throws ArithmeticException if that does not fit a {@code long}
     */
    long extent() {
        if (Arrays.stream(shape).anyMatch(size -> size == 0)) {
            return 0; // however far its strides would reach
        }
        long last = 0;
        for (int axis = 0; axis < shape.length; axis++) {
            last = Math.addExact(last, Math.multiplyExact(shape[axis] - 1, strides[axis]));
        }
        return Math.addExact(last, 1);
    }

    /** Whether they do lie one after the other; the stride of an axis of one element is of no account. */
    boolean isPacked() {
        long step = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (shape[axis] > 1 && strides[axis] != step) {
                return false;
            }
            step *= shape[axis];
        }
        return true;
    }

    /** Copies all elements of {@code from}, which has {@link #extent()} of them, one after the other. */
    void copy(MemorySegment from, MemorySegment to) {
        int last = shape.length - 1;
        long row = last < 0 ? 1 : shape[last];
        long step = last < 0 ? 1 : strides[last];
        long[] index = new long[shape.length];
        long at = 0;
        for (long target = 0; target < to.byteSize(); target += row * type.width()) {
            copyRow(from, at * type.width(), step * type.width(), to, target, row);
            for (int axis = last - 1; axis >= 0; axis--) {
                at += strides[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                at -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
    }

    private void copyRow(MemorySegment from, long at, long step, MemorySegment to, long target, long row) {
        for (long i = 0; i < row; i++) {
            long source = at + i * step;
            switch (type.width()) {
                case 1 -> to.set(ValueLayout.JAVA_BYTE, target + i, from.get(ValueLayout.JAVA_BYTE, source));
                case 2 -> to.set(LE_SHORT, target + 2 * i, from.get(LE_SHORT, source));
                case 4 -> to.set(LE_INT, target + 4 * i, from.get(LE_INT, source));
                case 8 -> to.set(LE_LONG, target + 8 * i, from.get(LE_LONG, source));
                default -> MemorySegment.copy(from, source, to, target + i * type.width(), type.width());
            }
        }
    }
}
