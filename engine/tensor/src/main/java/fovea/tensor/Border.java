package fovea.tensor;

/** What an image is continued with beyond its edges. */
public enum Border {
    /** Zeros. */
    ZEROS,
    /** The image mirrored at its outermost pixel, which is not repeated: {@code c b | a b c | b a}; less than its size. */
    REFLECT,
    /** The outermost pixel repeated: {@code a a | a b c | c c}. */
    REPLICATE,
    /** The image from its other end: {@code b c | a b c | a b}; at most its size. */
    CIRCULAR;

    /** {@code x} with so many more elements before and after along an axis; each is one of its own, or 0. */
    public Tensor pad(Tensor x, int axis, int before, int after) {
        int at = x.shape().axis(axis);
        int n = x.shape().size(at);
        int most = Math.max(before, after);
        boolean fits = before >= 0
                && after >= 0
                && switch (this) {
                    case ZEROS -> true;
                    case REFLECT -> most < Math.max(n, 1);
                    case REPLICATE -> n > 0 || most == 0;
                    case CIRCULAR -> most <= n;
                };
        if (!fits) {
            throw new ShapeException(
                    "pad",
                    "%d before and %d after, %s, along axis %d of %s"
                            .formatted(before, after, name().toLowerCase(java.util.Locale.ROOT), at, x.shape()),
                    switch (this) {
                        case ZEROS, REPLICATE -> "paddings are 0 or more, and there must be an element to repeat";
                        case REFLECT -> "paddings are 0 or more, and less than the " + n + " elements to mirror";
                        case CIRCULAR -> "paddings are 0 or more, and at most the " + n + " elements to repeat";
                    });
        }
        if (most == 0) {
            return x;
        }
        if (this == ZEROS) {
            return x.pad(at, before, after);
        }
        int[] index = new int[before + n + after];
        for (int i = 0; i < index.length; i++) {
            index[i] = inside(i - before, n);
        }
        return x.take(at, Tensor.of(Shape.of(index.length), index));
    }

    /** The padding of a window, before and after along each spatial axis of {@code x [N, C, L…]}. */
    Tensor pad(Tensor x, Window window) {
        Tensor padded = x;
        for (int i = 0; i < window.rank(); i++) {
            padded = pad(padded, 2 + i, window.before(i), window.after(i));
        }
        return padded;
    }

    private int inside(int i, int n) {
        return switch (this) {
            case REFLECT -> i < 0 ? -i : i < n ? i : 2 * (n - 1) - i;
            case REPLICATE -> Math.clamp(i, 0, n - 1);
            case ZEROS, CIRCULAR -> Math.floorMod(i, n);
        };
    }
}
