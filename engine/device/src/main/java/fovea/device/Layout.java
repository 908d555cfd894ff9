package fovea.device;

import fovea.tensor.Shape;
import java.util.Arrays;

/** Where each element of a tensor lies in its memory. */
public sealed interface Layout {

    /**
     * Element {@code [i, j, …]} lies at {@code i · strides[0] + j · strides[1] + …} elements from the first. Axes of size 1 have
     * stride 0, and so have repeated ones.
     */
    final class Strided implements Layout {
        private final long[] strides;

        private Strided(long[] strides) {
            this.strides = strides;
        }

        public int rank() {
            return strides.length;
        }

        public long stride(int axis) {
            return strides[axis];
        }

        public long[] toArray() {
            return strides.clone();
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Strided other && Arrays.equals(strides, other.strides);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(strides);
        }

        @Override
        public String toString() {
            return "strides " + Arrays.toString(strides);
        }
    }

    /**
     * An arrangement that only the device that chose it can read, such as channels in blocks of 16.
     *
     * @param key equal for equal arrangements of equal shapes
     */
    record Packed(String name, long bytes, Object key) implements Layout {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A layout of these strides, in elements. */
    static Strided of(Shape shape, long... strides) {
        long[] normal = strides.clone();
        for (int i = 0; i < normal.length; i++) {
            if (shape.size(i) == 1) {
                normal[i] = 0;
            }
        }
        return new Strided(normal);
    }

    /** Row-major: the last axis is dense, {@code [N, C, H, W]} in just that order. */
    static Strided rowMajor(Shape shape) {
        long[] strides = new long[shape.rank()];
        long step = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = step;
            step *= Math.max(shape.size(i), 1);
        }
        return of(shape, strides);
    }

    /** Channels-last: {@code [N, C, H, W]} lies in memory as N, H, W, C. Shapes of fewer than three axes are row-major. */
    static Strided channelsLast(Shape shape) {
        if (shape.rank() < 3) {
            return rowMajor(shape);
        }
        long[] strides = new long[shape.rank()];
        strides[1] = 1;
        long step = Math.max(shape.size(1), 1);
        for (int i = strides.length - 1; i >= 0; i--) {
            if (i != 1) {
                strides[i] = step;
                step *= Math.max(shape.size(i), 1);
            }
        }
        return of(shape, strides);
    }

    /** Whether the elements of {@code shape} fill their memory without gaps or repeats. */
    default boolean isDense(Shape shape) {
        if (!(this instanceof Strided s)) {
            return false;
        }
        long expected = 1;
        for (int axis : s.innermostFirst(shape)) {
            if (shape.size(axis) != 1) {
                if (s.strides[axis] != expected) {
                    return shape.elements() == 0;
                }
                expected *= shape.size(axis);
            }
        }
        return true;
    }

    /** The axes, the one with the smallest stride first. */
    default int[] innermostFirst(Shape shape) {
        if (!(this instanceof Strided s)) {
            throw new IllegalStateException(this + " has no strides");
        }
        Integer[] axes = new Integer[shape.rank()];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = axes.length - 1 - i;
        }
        Arrays.sort(axes, (a, b) -> Long.compare(s.strides[a], s.strides[b]));
        return Arrays.stream(axes).mapToInt(Integer::intValue).toArray();
    }
}
