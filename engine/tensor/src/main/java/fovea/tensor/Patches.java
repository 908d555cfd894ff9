package fovea.tensor;

import java.util.stream.IntStream;

/** Patches of an image as columns of a matrix, and back: im2col and col2im. */
final class Patches {
    private Patches() {}

    /** {@code [N, C, L…]} → {@code [N, C, K, P, …]} axis by axis → {@code [N, C·K…, P…]}. */
    static Tensor unfold(Tensor x, Window window) {
        Shape places = window.places("unfold", x.spec());
        Tensor y = Border.ZEROS.pad(x, window);
        for (int i = 0; i < window.rank(); i++) {
            y = y.take(2 + 2 * i, pixels(window, i, places.size(2 + i)));
        }
        int positions = Math.toIntExact(places.elements() / Math.max(1, (long) places.size(0) * places.size(1)));
        int rows = x.shape().size(1) * window.area();
        return y.permute(sizesFirst(window.rank())).reshape(Shape.of(x.shape().size(0), rows, positions));
    }

    static Tensor fold(Tensor columns, Window window, int... size) {
        int rank = window.rank();
        Shape from = columns.shape();
        if (from.rank() != 3 || size.length != rank || from.size(1) % window.area() != 0) {
            throw misfit(columns, window, size);
        }
        int channels = from.size(1) / window.area();
        int[] image = IntStream.concat(IntStream.of(from.size(0), channels), IntStream.of(size))
                .toArray();
        Shape places = window.places("fold", columns.spec().with(Shape.of(image)));
        int[] apart = new int[2 + 2 * rank];
        int positions = 1;
        for (int i = 0; i < rank; i++) {
            apart[2 + i] = window.size(i);
            apart[2 + rank + i] = places.size(2 + i);
            positions *= places.size(2 + i);
        }
        apart[0] = from.size(0);
        apart[1] = channels;
        if (positions != from.size(2)) {
            throw misfit(columns, window, size);
        }
        Tensor y = columns.reshape(Shape.of(apart)).permute(placesBeside(rank));
        for (int i = rank - 1; i >= 0; i--) {
            int padded = size[i] + window.before(i) + window.after(i);
            y = new IndexAdd(2 + 2 * i, padded).apply(y, pixels(window, i, places.size(2 + i)));
        }
        for (int i = 0; i < rank; i++) {
            y = y.slice(2 + i, window.before(i), window.before(i) + size[i], 1);
        }
        return y;
    }

    private static ShapeException misfit(Tensor columns, Window window, int[] size) {
        return new ShapeException(
                "fold",
                "the columns are %s, the window %s, the image %s"
                        .formatted(columns.shape(), window, java.util.Arrays.toString(size)),
                "they must be [N, C·%d, P] with as many places P as the window has in an image of that size"
                        .formatted(window.area()));
    }

    /** Padded pixels along an axis under each position of the window and each place, {@code i32 [K, P]}. */
    private static Tensor pixels(Window window, int axis, int places) {
        int[] pixels = new int[window.size(axis) * places];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i / places * window.dilation(axis) + i % places * window.stride(axis);
        }
        return Tensor.of(Shape.of(window.size(axis), places), pixels);
    }

    /** From {@code N, C, K, P, K, P} to {@code N, C, K, K, P, P}. */
    private static int[] sizesFirst(int rank) {
        return IntStream.range(0, 2 + 2 * rank)
                .map(i -> i < 2 ? i : i < 2 + rank ? 2 + 2 * (i - 2) : 3 + 2 * (i - 2 - rank))
                .toArray();
    }

    /** From {@code N, C, K, K, P, P} to {@code N, C, K, P, K, P}. */
    private static int[] placesBeside(int rank) {
        return IntStream.range(0, 2 + 2 * rank)
                .map(i -> i < 2 ? i : i % 2 == 0 ? 2 + (i - 2) / 2 : 2 + rank + (i - 3) / 2)
                .toArray();
    }
}
