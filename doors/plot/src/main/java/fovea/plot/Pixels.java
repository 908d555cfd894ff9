package fovea.plot;

import java.util.List;

/**
 * A small image as bytes: gray or RGB, row by row from the top left, channels together ({@code [H, W, C]}), 0 black and
 * 255 full.
 *
 * @param width in pixels
 * @param height in pixels
 * @param channels 1 (gray) or 3 (red, green, blue)
 * @param data {@code height · width · channels} unsigned bytes; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy per picture would buy nothing
public record Pixels(int width, int height, int channels, byte[] data) {

    /** Refuses sizes that do not fit the data. */
    public Pixels {
        if (width < 1 || height < 1 || (channels != 1 && channels != 3)) {
            throw new PictureException(
                    "a picture is " + width + " x " + height + " pixels with " + channels + " channels",
                    "give at least one pixel and 1 (gray) or 3 (RGB) channels");
        }
        if ((long) width * height != (long) data.length / channels || data.length % channels != 0) {
            throw new PictureException(
                    "a picture of " + width + " x " + height + " pixels with " + channels + " channels has "
                            + data.length + " bytes",
                    "give " + (long) width * height * channels + " bytes, [height, width, channels]");
        }
    }

    /** Any numbers as shades of gray, the smallest black and the largest white, row by row; all alike become a middle gray. */
    public static Pixels gray(int width, int height, float... values) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        byte[] shades = new byte[values.length];
        for (int i = 0; i < shades.length; i++) {
            shades[i] = (byte) (high > low ? Math.round(255 * (values[i] - low) / (high - low)) : 128);
        }
        return new Pixels(width, height, 1, shades);
    }

    /**
     * Pictures side by side without gaps, row by row from the top left, black where there are none: what other programs call a sprite.
     *
     * @param pictures at least one, all of the first one's size and channels
     * @param columns how many side by side
     */
    public static Pixels grid(List<Pixels> pictures, int columns) {
        Pixels first = pictures.getFirst();
        int stride = first.width * first.channels, rows = Math.ceilDiv(pictures.size(), columns);
        byte[] all = new byte[Math.multiplyExact(rows * first.height, columns * stride)];
        for (int i = 0; i < pictures.size(); i++) {
            Pixels each = pictures.get(i);
            if (each.width != first.width || each.height != first.height || each.channels != first.channels) {
                throw new PictureException(
                        "a grid's picture " + i + " is " + each.width + " x " + each.height + " pixels with "
                                + each.channels + " channels",
                        "give pictures of " + first.width + " x " + first.height + " pixels with " + first.channels
                                + " channels, as the first");
            }
            for (int y = 0; y < first.height; y++) {
                int at = (i / columns * first.height + y) * columns * stride + i % columns * stride;
                System.arraycopy(each.data, y * stride, all, at, stride);
            }
        }
        return new Pixels(columns * first.width, rows * first.height, first.channels, all);
    }

    /** The bytes of a PNG file with a pixel for each. */
    public byte[] png() {
        return Raster.png(Raster.image(this));
    }

    /** This image made smaller where it is larger, its proportions kept, so that no side is longer than {@code most} pixels. */
    public Pixels within(int most) {
        int longer = Math.max(width, height);
        return longer <= most ? this : reduced(Math.max(1, width * most / longer), Math.max(1, height * most / longer));
    }

    /** The color at a pixel as {@code 0xRRGGBB}. */
    int rgb(int x, int y) {
        int at = (y * width + x) * channels;
        int red = data[at] & 255;
        return channels == 1 ? red * 0x010101 : red << 16 | (data[at + 1] & 255) << 8 | (data[at + 2] & 255);
    }

    /** This image made smaller, each new pixel the mean of those it covers. */
    Pixels reduced(int newWidth, int newHeight) {
        byte[] small = new byte[newHeight * newWidth * channels];
        for (int y = 0, at = 0; y < newHeight; y++) {
            int top = start(y, newHeight, height), bottom = Math.max(top + 1, start(y + 1, newHeight, height));
            for (int x = 0; x < newWidth; x++) {
                int left = start(x, newWidth, width), right = Math.max(left + 1, start(x + 1, newWidth, width));
                for (int c = 0; c < channels; c++) {
                    small[at++] = mean(left, top, right, bottom, c);
                }
            }
        }
        return new Pixels(newWidth, newHeight, channels, small);
    }

    private static int start(int i, int newSize, int size) {
        return (int) ((long) i * size / newSize);
    }

    private byte mean(int left, int top, int right, int bottom, int channel) {
        long sum = 0, count = (long) (right - left) * (bottom - top);
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                sum += data[(y * width + x) * channels + channel] & 255;
            }
        }
        return (byte) ((sum + count / 2) / count);
    }
}
