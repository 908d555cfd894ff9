package fovea.onednn;

import java.util.Arrays;

/** How a convolution or pooling steps over its input: one number per spatial axis, in pixels. */
final class Window {

    private final long[] strides;
    private final long[] dilations;
    private final long[] before;
    private final long[] after;

    /**
     * @param strides steps of the window
     * @param dilations gaps between the window's taps, as oneDNN counts them: 0 is a dense window (PyTorch's 1)
     * @param before padding in front of each axis
     * @param after padding behind each axis; may be negative where the window does not reach the last pixels
     */
    Window(long[] strides, long[] dilations, long[] before, long[] after) {
        this.strides = strides.clone();
        this.dilations = dilations.clone();
        this.before = before.clone();
        this.after = after.clone();
    }

    /** The same stride and padding on both axes of an image, no dilation. */
    static Window square(long stride, long padding) {
        return new Window(pair(stride), pair(0), pair(padding), pair(padding));
    }

    private static long[] pair(long value) {
        return new long[] {value, value};
    }

    long[] strides() {
        return strides.clone();
    }

    long[] dilations() {
        return dilations.clone();
    }

    long[] before() {
        return before.clone();
    }

    long[] after() {
        return after.clone();
    }

    @Override
    public String toString() {
        return "stride " + Arrays.toString(strides) + ", padding " + Arrays.toString(before) + " before and "
                + Arrays.toString(after) + " after"
                + (Arrays.stream(dilations).allMatch(d -> d == 0) ? "" : ", gaps " + Arrays.toString(dilations));
    }
}
