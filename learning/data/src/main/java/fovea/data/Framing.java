package fovea.data;

/**
 * Writes what a frame on an image shows: the bytes looked up in a table of numbers, shifted, mirrored and bent.
 *
 * <p>The image is an array, because it is either an {@link Image}'s or one that was scaled just now.
 */
final class Framing {

    private final Warp warp = new Warp();
    private byte[] pixels = {};
    private int rows;
    private int columns;
    private int channels;
    private int top;
    private int left;
    private boolean mirrored;
    private Padding padding = Padding.BLACK;

    /** As it is before any augmentation: the frame at the upper left corner, not mirrored, nothing bent. */
    void reset() {
        warp.reset();
        top = 0;
        left = 0;
        mirrored = false;
        padding = Padding.BLACK;
    }

    Warp warp() {
        return warp;
    }

    int top() {
        return top;
    }

    int left() {
        return left;
    }

    void shift(int byRows, int byColumns) {
        top += byRows;
        left += byColumns;
    }

    void mirror() {
        mirrored = !mirrored;
    }

    void pad(Padding outside) {
        padding = outside;
    }

    /** Which image it is, {@code [rows, columns, channels]}. */
    void on(byte[] image, int imageRows, int imageColumns, int imageChannels) {
        pixels = image;
        rows = imageRows;
        columns = imageColumns;
        channels = imageChannels;
    }

    /** Writes {@code [height, width, C]} numbers from {@code at} on. */
    void write(float[] table, int height, int width, float[] out, int at) {
        if (warp.isActive()) {
            writeWarped(table, height, width, out, at);
            return;
        }
        int rowLength = width * channels;
        for (int y = 0; y < height; y++) {
            int row = padding.at(top + y, rows);
            if (row < 0) {
                black(table, out, at + y * rowLength, width);
            } else {
                writeRow(row, table, width, out, at + y * rowLength);
            }
        }
    }

    private void writeWarped(float[] table, int height, int width, float[] out, int at) {
        warp.prepare(height, width);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = y * width + (mirrored ? width - 1 - x : x);
                between(top + warp.row(i), left + warp.column(i), table, out, at + (y * width + x) * channels);
            }
        }
    }

    /** What lies between four pixels. */
    private void between(float row, float column, float[] table, float[] out, int to) {
        int y = (int) Math.floor(row);
        int x = (int) Math.floor(column);
        float down = row - y;
        float right = column - x;
        for (int c = 0; c < channels; c++) {
            float above = (1 - right) * value(y, x, c, table) + right * value(y, x + 1, c, table);
            float below = (1 - right) * value(y + 1, x, c, table) + right * value(y + 1, x + 1, c, table);
            out[to + c] = (1 - down) * above + down * below;
        }
    }

    private float value(int y, int x, int c, float[] table) {
        int row = padding.at(y, rows);
        int column = padding.at(x, columns);
        return table[256 * c + (row >= 0 && column >= 0 ? at(row, column, c) : 0)];
    }

    private int at(int row, int column, int c) {
        return pixels[(row * columns + column) * channels + c] & 0xff;
    }

    private void writeRow(int row, float[] table, int width, float[] out, int at) {
        int from = Math.clamp(-left, 0, width);
        int to = Math.clamp(columns - left, from, width);
        int step = mirrored ? -channels : channels;
        int target = at + (mirrored ? width - 1 - from : from) * channels;
        int source = (row * columns + left + from) * channels;
        if (channels == 3) {
            copyColor(pixels, source, to - from, table, out, target, step);
        } else {
            copyGray(pixels, source, to - from, table, out, target, step);
        }
        outside(row, 0, from, table, width, out, at);
        outside(row, to, width, table, width, out, at);
    }

    /** Columns {@code from} to {@code to} of the frame, which lie left or right of the image. */
    private void outside(int row, int from, int to, float[] table, int width, float[] out, int at) {
        for (int x = from; x < to; x++) {
            int target = at + (mirrored ? width - 1 - x : x) * channels;
            int column = padding.at(left + x, columns);
            for (int c = 0; c < channels; c++) {
                out[target + c] = table[256 * c + (column < 0 ? 0 : at(row, column, c))];
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

    private void black(float[] table, float[] out, int at, int count) {
        for (int i = 0; i < count * channels; i++) {
            out[at + i] = table[256 * (i % channels)];
        }
    }
}
