package fovea.tensor;

import java.util.Arrays;

/**
 * How a window slides over the spatial axes of an image: its size, its stride, the padding before and after, and the
 * dilation, each in input pixels and one number an axis.
 *
 * <p>Out of {@code n} pixels come {@code ⌊(n + before + after − dilation·(size − 1) − 1) / stride⌋ + 1} places.
 */
public final class Window {
    private final int[] size;
    private final int[] stride;
    private final int[] before;
    private final int[] after;
    private final int[] dilation;

    private Window(int[] size, int[] stride, int[] before, int[] after, int[] dilation) {
        this.size = size;
        this.stride = stride;
        this.before = before;
        this.after = after;
        this.dilation = dilation;
    }

    /** A window of these sizes: stride 1, no padding, no dilation. */
    public static Window of(int... size) {
        int[] one = filled(size.length, 1);
        int[] zero = new int[size.length];
        positive("size", size);
        if (size.length < 1 || size.length > 3) {
            throw new ShapeException("window", size.length + " sizes", "windows slide over one, two or three axes");
        }
        return new Window(size.clone(), one, zero, zero, one);
    }

    public Window withStride(int... stride) {
        positive("stride", stride);
        return new Window(size, each(stride), before, after, dilation);
    }

    /** The same padding on both sides of each axis. */
    public Window withPadding(int... padding) {
        return withPadding(each(padding), each(padding));
    }

    public Window withPadding(int[] before, int[] after) {
        for (int i = 0; i < size.length; i++) {
            if (before[i] < 0 || after[i] < 0) {
                throw new ShapeException("window", "a padding is negative", "paddings are 0 or more");
            }
        }
        return new Window(size, stride, before.clone(), after.clone(), dilation);
    }

    public Window withDilation(int... dilation) {
        positive("dilation", dilation);
        return new Window(size, stride, before, after, each(dilation));
    }

    /**
     * Padding so that as many places come out as pixels go in, {@code dilation·(size − 1)} in all, the odd one after; strides must be 1.
     */
    public Window withSamePadding() {
        int[] first = new int[size.length];
        int[] last = new int[size.length];
        for (int i = 0; i < size.length; i++) {
            if (stride[i] != 1) {
                throw new ShapeException(
                        "window", "same padding and a stride of " + stride[i], "same padding goes with stride 1");
            }
            int all = dilation[i] * (size[i] - 1);
            first[i] = all / 2;
            last[i] = all - first[i];
        }
        return withPadding(first, last);
    }

    /**
     * This window over an image {@code x [N, C, L…]} with as much padding after as one more place takes where pixels are left over, provided
     * that place begins on a pixel or in the padding before: PyTorch's {@code ceil_mode}.
     */
    public Window roundedUp(Shape x) {
        int[] last = after.clone();
        for (int i = 0; i < size.length; i++) {
            int n = x.size(2 + i);
            int reach = dilation[i] * (size[i] - 1) + 1;
            int places = Math.ceilDiv(n + before[i] + after[i] - reach, stride[i]) + 1;
            if ((places - 1) * stride[i] >= n + before[i]) {
                places--;
            }
            last[i] = Math.max(after[i], (places - 1) * stride[i] + reach - n - before[i]);
        }
        return withPadding(before, last);
    }

    /** This window without padding. */
    public Window unpadded() {
        return withPadding(0);
    }

    /** How many spatial axes it slides over. */
    public int rank() {
        return size.length;
    }

    public int size(int axis) {
        return size[axis];
    }

    public int stride(int axis) {
        return stride[axis];
    }

    public int before(int axis) {
        return before[axis];
    }

    public int after(int axis) {
        return after[axis];
    }

    public int dilation(int axis) {
        return dilation[axis];
    }

    /** Pixels under the window, the product of its sizes. */
    public int area() {
        int area = 1;
        for (int s : size) {
            area *= s;
        }
        return area;
    }

    /** The number of places along {@code axis} of {@code n} pixels; throws where the window does not fit once. */
    public int places(String operation, int axis, int n) {
        int reach = dilation[axis] * (size[axis] - 1) + 1;
        int room = n + before[axis] + after[axis] - reach;
        if (room < 0) {
            throw new ShapeException(
                    operation,
                    "a window of %d does not fit %d pixels padded by %d and %d"
                            .formatted(reach, n, before[axis], after[axis]),
                    "pad by %d pixels more in all, or use a smaller window".formatted(-room));
        }
        return room / stride[axis] + 1;
    }

    /** The shape of one place an index, {@code [N, C, L'…]}, for an image {@code x [N, C, L…]} of floating-point numbers. */
    Shape places(String operation, Spec x) {
        Shape from = x.shape();
        if (from.rank() != rank() + 2 || !x.dtype().isFloating()) {
            throw new ShapeException(
                    operation,
                    "x is " + x + " and the window " + this,
                    "x must be [N, C] and %d more axes, of floating-point numbers".formatted(rank()));
        }
        Shape y = from;
        for (int i = 0; i < rank(); i++) {
            y = y.with(2 + i, places(operation, i, from.size(2 + i)));
        }
        return y;
    }

    private int[] each(int... values) {
        if (values.length == 1) {
            return filled(size.length, values[0]);
        }
        if (values.length != size.length) {
            throw new ShapeException(
                    "window",
                    values.length + " values for " + size.length + " axes",
                    "give one value for all axes, or one for each");
        }
        return values.clone();
    }

    private static int[] filled(int n, int value) {
        int[] filled = new int[n];
        Arrays.fill(filled, value);
        return filled;
    }

    private static void positive(String what, int... values) {
        for (int value : values) {
            if (value < 1) {
                throw new ShapeException("window", "a " + what + " is " + value, "it must be 1 or more");
            }
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Window w
                && Arrays.equals(size, w.size)
                && Arrays.equals(stride, w.stride)
                && Arrays.equals(before, w.before)
                && Arrays.equals(after, w.after)
                && Arrays.equals(dilation, w.dilation);
    }

    @Override
    public int hashCode() {
        int h = Arrays.hashCode(size);
        h = 31 * h + Arrays.hashCode(stride);
        h = 31 * h + Arrays.hashCode(before);
        h = 31 * h + Arrays.hashCode(after);
        return 31 * h + Arrays.hashCode(dilation);
    }

    @Override
    public String toString() {
        return Arrays.toString(size)
                + (Arrays.stream(stride).allMatch(s -> s == 1) ? "" : " stride " + Arrays.toString(stride))
                + (Arrays.stream(before).allMatch(p -> p == 0)
                                && Arrays.stream(after).allMatch(p -> p == 0)
                        ? ""
                        : " padding " + Arrays.toString(before) + Arrays.toString(after))
                + (Arrays.stream(dilation).allMatch(d -> d == 1) ? "" : " dilation " + Arrays.toString(dilation));
    }
}
