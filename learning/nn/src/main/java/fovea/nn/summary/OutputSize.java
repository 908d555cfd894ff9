package fovea.nn.summary;

import fovea.tensor.ShapeException;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How often a filter fits along one side of a picture, {@code (W − F + 2P)/S + 1}, as CS231n's notes reckon it: by hand one wants a whole
 * number, and {@link fovea.tensor.Window}, as all programs do, leaves out the pixels that are left over.
 *
 * @param width W, pixels of the side
 * @param filter F, pixels of the filter
 * @param stride S, pixels from one position to the next
 * @param padding P, pixels added on both ends
 */
public record OutputSize(int width, int filter, int stride, int padding) {
    private static final int MOST_PADDING = 8;

    /** Refuses what is no size. */
    public OutputSize {
        if (width < 1 || filter < 1 || stride < 1 || padding < 0) {
            throw new ShapeException(
                    "output size",
                    "width %d, filter %d, stride %d, padding %d".formatted(width, filter, stride, padding),
                    "width, filter and stride are 1 or more, padding 0 or more");
        }
    }

    /** Without padding, a pixel at a time. */
    public static OutputSize of(int width, int filter) {
        return new OutputSize(width, filter, 1, 0);
    }

    /** With another stride. */
    public OutputSize withStride(int pixels) {
        return new OutputSize(width, filter, pixels, padding);
    }

    /** With another padding. */
    public OutputSize withPadding(int pixels) {
        return new OutputSize(width, filter, stride, pixels);
    }

    /** With the padding that keeps the size at stride 1, {@code (F − 1)/2}; for odd filters. */
    public OutputSize withSamePadding() {
        return withPadding((filter - 1) / 2);
    }

    private int room() {
        return width - filter + 2 * padding;
    }

    /** Whether the filter fits a whole number of times. */
    public boolean isWhole() {
        return room() >= 0 && room() % stride == 0;
    }

    /**
     * The number of positions.
     *
     * @throws ShapeException with the sum that does not come out even, and with what would
     */
    public int positions() {
        if (room() < 0) {
            throw new ShapeException(
                    "output size",
                    "a filter of %d does not fit a side of %d padded by %d".formatted(filter, width, padding),
                    "pad by %d, or use a smaller filter".formatted((filter - width + 1) / 2));
        }
        if (!isWhole()) {
            throw new ShapeException("output size", this + " positions: not whole", remedy());
        }
        return room() / stride + 1;
    }

    private String remedy() {
        OutputSize padded = IntStream.rangeClosed(padding + 1, padding + MOST_PADDING)
                .mapToObj(this::withPadding)
                .filter(OutputSize::isWhole)
                .findFirst()
                .orElse(withStride(1));
        OutputSize slower = IntStream.iterate(stride - 1, s -> s - 1)
                .limit(stride - 1L)
                .mapToObj(this::withStride)
                .filter(OutputSize::isWhole)
                .findFirst()
                .orElse(withStride(1));
        return padded.padding == padding
                ? "stride %d gives %s".formatted(slower.stride, slower.sum())
                : "padding %d gives %s, stride %d gives %s"
                        .formatted(padded.padding, padded.sum(), slower.stride, slower.sum());
    }

    /** Such as {@code (7 − 3 + 2·1)/3 + 1 = 3}. */
    private String sum() {
        double positions = (double) room() / stride + 1;
        String result =
                isWhole() ? String.valueOf(Math.round(positions)) : String.format(Locale.ROOT, "%.2f", positions);
        return "(%d − %d%s)/%d + 1 = %s"
                .formatted(width, filter, padding == 0 ? "" : " + 2·" + padding, stride, result);
    }

    /** The whole sum, such as {@code 7 wide, filter 3, stride 3: (7 − 3)/3 + 1 = 2.33}. */
    @Override
    public String toString() {
        String padded = padding == 0 ? "" : ", padding " + padding;
        return "%d wide, filter %d, stride %d%s: %s".formatted(width, filter, stride, padded, sum());
    }
}
