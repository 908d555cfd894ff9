package fovea.tensor;

import java.util.Arrays;

/** Transposed convolution, through the input gradient of the convolution that would undo its shape. */
final class TransposedConv {
    private TransposedConv() {}

    /** A window of the size of {@code w}, the same stride and padding along all axes. */
    static Window window(String operation, Tensor w, int rank, int stride, int padding) {
        if (w.shape().rank() != rank + 2) {
            throw new ShapeException(operation, "w is " + w.shape(), "w must have " + (rank + 2) + " axes");
        }
        int[] size = Arrays.copyOfRange(w.shape().toArray(), 2, rank + 2);
        return Window.of(size).withStride(stride).withPadding(padding);
    }

    /**
     * Padding crops what the windows paint. Output padding takes back some of the crop after, and where there is none left adds zeros, which
     * no window reaches; so the convolution's places are those of x whatever the output padding.
     */
    static Tensor apply(Tensor x, Tensor w, Window window, int groups, int... outputPadding) {
        int rank = window.rank();
        check(x, w, window, groups, outputPadding);
        int[] more = outputPadding.length == rank ? outputPadding : new int[rank];
        if (outputPadding.length == 1) {
            Arrays.fill(more, outputPadding[0]);
        }
        int[] before = new int[rank];
        int[] after = new int[rank];
        Shape y = x.shape().with(1, w.shape().size(1) * groups);
        for (int i = 0; i < rank; i++) {
            before[i] = window.before(i);
            after[i] = Math.max(0, window.after(i) - more[i]);
            int reach = window.dilation(i) * (window.size(i) - 1) + 1;
            int painted = (x.shape().size(2 + i) - 1) * window.stride(i) + reach - before[i] - after[i];
            if (painted < 0 || more[i] < 0) {
                throw new ShapeException(
                        label(window),
                        "x is %s, the window %s, the output padding %s"
                                .formatted(x.shape(), window, Arrays.toString(more)),
                        "the padding takes away more than the windows paint along axis " + (2 + i));
            }
            y = y.with(2 + i, painted);
        }
        Conv conv = new Conv(window.withPadding(before, after), groups);
        Tensor painted = new Conv.InputGradient(conv, y).apply(x, w);
        for (int i = 0; i < rank; i++) {
            int beyond = more[i] - (window.after(i) - after[i]);
            painted = beyond > 0 ? painted.pad(2 + i, 0, beyond) : painted;
        }
        return painted;
    }

    private static void check(Tensor x, Tensor w, Window window, int groups, int[] outputPadding) {
        Shape shape = w.shape();
        boolean fits = shape.rank() == window.rank() + 2
                && x.shape().rank() == shape.rank()
                && x.dtype() == w.dtype()
                && x.dtype().isFloating()
                && groups >= 1
                && x.shape().size(1) == shape.size(0)
                && shape.size(0) % groups == 0
                && outputPadding.length <= window.rank();
        for (int i = 0; fits && i < window.rank(); i++) {
            fits = shape.size(2 + i) == window.size(i) && x.shape().size(2 + i) > 0;
        }
        if (!fits) {
            throw new ShapeException(
                    label(window),
                    "x is %s and w is %s in %d groups, the window %s".formatted(x.spec(), w.spec(), groups, window),
                    "x must be [N, C, L…] and w [C, O/groups, K…] of one floating-point type, C divisible by the groups, K the window's size");
        }
    }

    private static String label(Window window) {
        return "convTranspose" + window.rank() + "d";
    }
}
