package fovea.data;

import java.util.random.RandomGenerator;

/**
 * How the network sees an image this time: where its frame lies, whether it looks into a mirror, and how what it shows is bent.
 * Augmentations change it; then the pixels are written once, straight into the batch.
 *
 * <p>One view serves a thread over and over, so that augmenting leaves no garbage.
 */
public final class View {

    private final SampleRandom lasting = new SampleRandom();
    private final Warp warp = new Warp();
    private long seed;
    private int epoch;
    private int top;
    private int left;
    private boolean mirrored;
    private Padding padding = Padding.BLACK;

    /** A frame at the upper left corner, not mirrored, in the first epoch. */
    public View() {
        warp.reset();
    }

    /** The epoch in which the image is seen, from 0. */
    public int epoch() {
        return epoch;
    }

    /** Chance that is the sample's own: it begins alike in every epoch of a run, and differs from sample to sample and from seed to seed. */
    public RandomGenerator lasting() {
        lasting.seed(seed);
        return lasting;
    }

    /** Moves the frame by rows and columns of the image; what then lies outside is as {@link #pad} says. */
    public void shift(int rows, int columns) {
        top += rows;
        left += columns;
    }

    /** What lies outside the image: black unless this is called. */
    public void pad(Padding outside) {
        padding = outside;
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
    public void bend(double alpha, double sigma, long fieldSeed) {
        warp.bend(alpha, sigma, fieldSeed);
    }

    /**
     * As it is before any augmentation.
     *
     * @param ofSample what {@link #lasting} begins with
     */
    void begin(int inEpoch, long ofSample) {
        warp.reset();
        epoch = inEpoch;
        seed = ofSample;
        top = 0;
        left = 0;
        mirrored = false;
        padding = Padding.BLACK;
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
            int row = padding.at(top + y, image.height());
            if (row < 0) {
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
    private void between(Image image, float row, float column, float[] table, float[] out, int to) {
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

    private float value(Image image, int y, int x, int c, float[] table) {
        int row = padding.at(y, image.height());
        int column = padding.at(x, image.width());
        return table[256 * c + (row >= 0 && column >= 0 ? image.at(row, column, c) : 0)];
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
        outside(image, row, 0, from, table, width, out, at);
        outside(image, row, to, width, table, width, out, at);
    }

    /** Columns {@code from} to {@code to} of the frame, which lie left or right of the image. */
    private void outside(Image image, int row, int from, int to, float[] table, int width, float[] out, int at) {
        int channels = image.channels();
        for (int x = from; x < to; x++) {
            int target = at + (mirrored ? width - 1 - x : x) * channels;
            int column = padding.at(left + x, image.width());
            for (int c = 0; c < channels; c++) {
                out[target + c] = table[256 * c + (column < 0 ? 0 : image.at(row, column, c))];
            }
        }
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

    private static void black(float[] table, int channels, float[] out, int at, int count) {
        for (int i = 0; i < count * channels; i++) {
            out[at + i] = table[256 * (i % channels)];
        }
    }
}
