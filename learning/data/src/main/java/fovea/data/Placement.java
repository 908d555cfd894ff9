package fovea.data;

/**
 * Where the frame that the network sees lies on an image, whether it sees it in a mirror, and how it is bent. Augmentations move it; then
 * the pixels are written once, straight into the batch.
 *
 * <p>One placement serves a thread over and over, so that augmenting leaves no garbage.
 */
public final class Placement {

    private int top;
    private int left;
    private boolean mirrored;
    private final Warp warp = new Warp();

    /** A frame at the upper left corner, not mirrored. */
    public Placement() {
        warp.reset();
    }

    /** Moves the frame by rows and columns of the image; what then lies outside is black. */
    public void shift(int rows, int columns) {
        top += rows;
        left += columns;
    }

    /** Turns the frame left for right. */
    public void mirror() {
        mirrored = !mirrored;
    }

    /**
     * Turns, stretches or slants what the frame shows: the pixel {@code (r, c)} from its middle is read at {@code M (r, c)}.
     *
     * @param rr rows by rows, 1 where nothing changes
     * @param rc rows by columns
     * @param cr columns by rows
     * @param cc columns by columns
     */
    public void turn(double rr, double rc, double cr, double cc) {
        warp.turn(rr, rc, cr, cc);
    }

    /** Bends what the frame shows by a smooth random displacement, as {@link Augmentation#elastic} says; the last one counts. */
    public void bend(double alpha, double sigma, long seed) {
        warp.bend(alpha, sigma, seed);
    }

    void reset() {
        warp.reset();
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
        if (warp.isActive()) {
            writeWarped(image, table, height, width, out, at);
            return;
        }
        for (int y = 0; y < height; y++) {
            int row = top + y;
            if (row < 0 || row >= image.height()) {
                black(table, image.channels(), out, at + y * rowLength, width);
            } else {
                writeRow(image, row, table, width, out, at + y * rowLength);
            }
        }
    }

    private void writeWarped(Image image, float[] table, int height, int width, float[] out, int at) {
        warp.prepare(height, width);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = y * width + (mirrored ? width - 1 - x : x);
                int to = at + (y * width + x) * image.channels();
                between(image, top + warp.row(i), left + warp.column(i), table, out, to);
            }
        }
    }

    /** What lies between four pixels. */
    private static void between(Image image, float row, float column, float[] table, float[] out, int to) {
        int y = (int) Math.floor(row);
        int x = (int) Math.floor(column);
        float down = row - y;
        float right = column - x;
        for (int c = 0; c < image.channels(); c++) {
            float above = (1 - right) * value(image, y, x, c, table) + right * value(image, y, x + 1, c, table);
            float below = (1 - right) * value(image, y + 1, x, c, table) + right * value(image, y + 1, x + 1, c, table);
            out[to + c] = (1 - down) * above + down * below;
        }
    }

    private static float value(Image image, int y, int x, int c, float[] table) {
        boolean inside = y >= 0 && y < image.height() && x >= 0 && x < image.width();
        return table[256 * c + (inside ? image.at(y, x, c) : 0)];
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
