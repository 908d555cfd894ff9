package fovea.data;

/**
 * Where the frame that the network sees lies on an image, and whether it sees it in a mirror. Augmentations move it; then
 * the pixels are written once, straight into the batch.
 *
 * <p>One placement serves a thread over and over, so that augmenting leaves no garbage.
 */
public final class Placement {

    private int top;
    private int left;
    private boolean mirrored;

    /** A frame at the upper left corner, not mirrored. */
    public Placement() {}

    /** Moves the frame by rows and columns of the image; what then lies outside is black. */
    public void shift(int rows, int columns) {
        top += rows;
        left += columns;
    }

    /** Turns the frame left for right. */
    public void mirror() {
        mirrored = !mirrored;
    }

    void reset() {
        top = 0;
        left = 0;
        mirrored = false;
    }

    /**
     * Writes what the frame shows, {@code [height, width, C]}, as numbers.
     *
     * @param table {@link Normalization#table}
     * @param at where in {@code out} the first number goes
     */
    void write(Image image, float[] table, int height, int width, float[] out, int at) {
        int rowLength = width * image.channels();
        for (int y = 0; y < height; y++) {
            int row = top + y;
            if (row < 0 || row >= image.height()) {
                black(table, image.channels(), out, at + y * rowLength, width);
            } else {
                writeRow(image, row, table, width, out, at + y * rowLength);
            }
        }
    }

    private void writeRow(Image image, int row, float[] table, int width, float[] out, int at) {
        int channels = image.channels();
        int from = Math.clamp(-left, 0, width);
        int to = Math.clamp(image.width() - left, from, width);
        int step = mirrored ? -channels : channels;
        int target = at + (mirrored ? width - 1 - from : from) * channels;
        int source = (row * image.width() + left + from) * channels;
        if (channels == 3) {
            copyColor(image.pixels(), source, to - from, table, out, target, step);
        } else {
            copyGray(image.pixels(), source, to - from, table, out, target, step);
        }
        black(table, channels, out, mirrored ? at + (width - from) * channels : at, from);
        black(table, channels, out, mirrored ? at : at + to * channels, width - to);
    }

    private static void copyColor(byte[] pixels, int from, int count, float[] table, float[] out, int at, int step) {
        for (int x = 0, i = from, o = at; x < count; x++, i += 3, o += step) {
            out[o] = table[pixels[i] & 0xff];
            out[o + 1] = table[256 + (pixels[i + 1] & 0xff)];
            out[o + 2] = table[512 + (pixels[i + 2] & 0xff)];
        }
    }

    private static void copyGray(byte[] pixels, int from, int count, float[] table, float[] out, int at, int step) {
        for (int x = 0, i = from, o = at; x < count; x++, i++, o += step) {
            out[o] = table[pixels[i] & 0xff];
        }
    }

    /** Black before normalization, as torchvision's {@code RandomCrop} pads. */
    private static void black(float[] table, int channels, float[] out, int at, int count) {
        for (int i = 0; i < count * channels; i++) {
            out[at + i] = table[256 * (i % channels)];
        }
    }
}
