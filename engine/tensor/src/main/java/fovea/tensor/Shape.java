package fovea.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The sizes of a tensor's axes, outermost first, such as {@code [N, C, H, W]}. A scalar has shape {@code []}.
 *
 * <p>One axis has at most {@link Integer#MAX_VALUE} elements; a whole shape may have more.
 */
public final class Shape {
    public static final Shape SCALAR = Shape.of();

    private final int[] sizes;

    private Shape(int[] sizes) {
        this.sizes = sizes;
    }

    public static Shape of(int... sizes) {
        for (int size : sizes) {
            if (size < 0) {
                throw new ShapeException(
                        "shape", "a size is negative in " + Arrays.toString(sizes), "sizes are 0 or more");
            }
        }
        return new Shape(sizes.clone());
    }

    public int rank() {
        return sizes.length;
    }

    /** The size of {@code axis}; negative axes count from the end, so {@code -1} is the last. */
    public int size(int axis) {
        return sizes[axis(axis)];
    }

    /** The axis from 0 that {@code axis}, which may count from the end, means; refuses one that is not there. */
    public int axis(int axis) {
        int from0 = axis < 0 ? axis + sizes.length : axis;
        if (from0 < 0 || from0 >= sizes.length) {
            throw new ShapeException(
                    "axis",
                    this + " has no axis " + axis,
                    sizes.length == 0
                            ? "a scalar has no axes"
                            : "axes are " + -sizes.length + " to " + (sizes.length - 1));
        }
        return from0;
    }

    /** This shape with another size along {@code axis}. */
    public Shape with(int axis, int size) {
        int[] changed = sizes.clone();
        changed[axis(axis)] = size;
        return Shape.of(changed);
    }

    /** The number of elements: the product of the sizes, 1 for a scalar. */
    public long elements() {
        long n = 1;
        for (int size : sizes) {
            n = Math.multiplyExact(n, size);
        }
        return n;
    }

    public int[] toArray() {
        return sizes.clone();
    }

    /** This shape with size 1 along each of {@code axes}. */
    Shape withoutExtent(Axes axes) {
        int[] changed = sizes.clone();
        for (int i = 0; i < changed.length; i++) {
            if (axes.contains(i)) {
                changed[i] = 1;
            }
        }
        return new Shape(changed);
    }

    /** This shape with {@code axes} left out. */
    Shape without(Axes axes) {
        int[] left = new int[sizes.length];
        int n = 0;
        for (int i = 0; i < sizes.length; i++) {
            if (!axes.contains(i)) {
                left[n++] = sizes[i];
            }
        }
        return new Shape(Arrays.copyOf(left, n));
    }

    /** The shape that two are broadcast to. */
    static Shape common(String operation, Shape a, Shape b) {
        int[] sizes = new int[Math.max(a.rank(), b.rank())];
        for (int i = 1; i <= sizes.length; i++) {
            int m = i <= a.rank() ? a.size(-i) : 1;
            int n = i <= b.rank() ? b.size(-i) : 1;
            if (m != n && m != 1 && n != 1) {
                throw new ShapeException(
                        operation,
                        "a is " + a + " and b is " + b,
                        "counted from the right, sizes must be equal or 1; axis %d has %d and %d".formatted(-i, m, n));
            }
            sizes[sizes.length - i] = m == 1 ? n : m;
        }
        return Shape.of(sizes);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Shape other && Arrays.equals(sizes, other.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        return Arrays.stream(sizes).mapToObj(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
