package fovea.bench;

/** The size of one image or of what a net makes of it, {@code [C, H, W]}; after {@link Part.Flatten} height and width are 1. */
public record Size(int channels, int height, int width) {

    /** How many numbers it has. */
    public int elements() {
        return channels * height * width;
    }

    Size withChannels(int other) {
        return new Size(other, height, width);
    }

    /** After square windows of {@code kernel} pixels, {@code stride} apart. */
    Size through(int kernel, int stride, int padding, boolean ceil) {
        return new Size(
                channels, places(height, kernel, stride, padding, ceil), places(width, kernel, stride, padding, ceil));
    }

    /** After a transposed convolution. */
    Size back(int kernel, int stride, int padding) {
        return new Size(
                channels, (height - 1) * stride - 2 * padding + kernel, (width - 1) * stride - 2 * padding + kernel);
    }

    private static int places(int side, int kernel, int stride, int padding, boolean ceil) {
        int room = side + 2 * padding - kernel;
        int places = (ceil ? Math.ceilDiv(room, stride) : room / stride) + 1;
        return ceil && (places - 1) * stride >= side + padding ? places - 1 : places;
    }
}
