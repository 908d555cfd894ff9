package fovea.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A picture of 8-bit samples, {@code [H, W, C]}, rows from the top, with one channel (gray) or three (sRGB, in this order).
 *
 * <p>An image is never changed once made, and so may be shared between threads: whoever hands in an array gives it away,
 * and whoever asks for it must not write to it. The array is not copied either way, because a training run passes over
 * every image once per epoch.
 */
public final class Image {

    private final int height;
    private final int width;
    private final int channels;
    private final byte[] pixels;

    private Image(int height, int width, int channels, byte[] pixels) {
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.pixels = pixels;
    }

    /**
     * An image over the samples given, which belong to it from now on.
     *
     * @param pixels unsigned bytes {@code [H, W, C]}, so that sample (y, x, c) is at {@code (y · width + x) · channels + c}
     * @throws IllegalArgumentException if a size is not positive, if channels are neither 1 nor 3, or the length is another
     */
    public static Image of(int height, int width, int channels, byte[] pixels) {
        if (height < 1 || width < 1 || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException(
                    "image: [%d, %d, %d] is no picture\n  height and width must be at least 1, channels 1 or 3"
                            .formatted(height, width, channels));
        }
        if ((long) height * width * channels != pixels.length) {
            throw new IllegalArgumentException(
                    "image: [%d, %d, %d] needs %d samples but %d were given\n  one byte per sample"
                            .formatted(height, width, channels, (long) height * width * channels, pixels.length));
        }
        return new Image(height, width, channels, pixels);
    }

    /**
     * Reads a PNG, JPEG, GIF (first frame), BMP or WebP file; which one it is, its first bytes say, not its name.
     *
     * <p>Gray pictures come out with one channel, all others with three. Palettes are resolved, 16-bit samples rounded to
     * 8, transparency is laid over white, CMYK becomes RGB, and a JPEG's EXIF orientation is obeyed. The size is read
     * before anything is decoded: more than 100 megapixels, or more than the heap can bear, are refused.
     *
     * @throws ImageException naming the file and the reason if it is not such a picture, is damaged, or is too large
     * @throws IOException if the file cannot be read at all
     */
    public static Image read(Path file) throws IOException {
        return Decoder.read(file);
    }

    /**
     * Decodes a picture held in memory, as {@link #read} does.
     *
     * @param name what to call it in errors
     */
    public static Image decode(byte[] bytes, String name) {
        return Decoder.decode(bytes, name);
    }

    /** Rows. */
    public int height() {
        return height;
    }

    /** Columns. */
    public int width() {
        return width;
    }

    /** 1 for gray, 3 for red, green and blue. */
    public int channels() {
        return channels;
    }

    /** The samples themselves, {@code [H, W, C]}, not a copy: read only. */
    public byte[] pixels() {
        return pixels;
    }

    /** The sample at row {@code y} and column {@code x}, 0 to 255. */
    public int at(int y, int x, int c) {
        return pixels[(y * width + x) * channels + c] & 0xff;
    }

    /**
     * The same picture at another size, antialiased: a triangle (bilinear) filter, widened by the scale where the picture
     * shrinks, as Pillow's {@code BILINEAR} and torchvision's {@code antialias=True}. Edges are met by renormalizing the
     * filter, and values rounded half up.
     */
    public Image resize(int newHeight, int newWidth) {
        return newHeight == height && newWidth == width ? this : Resampling.triangle(this, newHeight, newWidth);
    }

    /** The same picture with its short side of {@code size} pixels, its proportions kept (rounded down, as torchvision). */
    public Image resizeShortSide(int size) {
        return height <= width
                ? resize(size, Math.max(1, (int) ((long) size * width / height)))
                : resize(Math.max(1, (int) ((long) size * height / width)), size);
    }

    /**
     * The middle of the picture, {@code round((H − h) / 2)} pixels from the top and alike from the left, halves rounded to
     * even, as torchvision.
     *
     * @throws IllegalArgumentException if the picture is smaller than what is asked for
     */
    public Image centerCrop(int cropHeight, int cropWidth) {
        return crop(margin(height - cropHeight), margin(width - cropWidth), cropHeight, cropWidth);
    }

    /**
     * The rectangle whose upper left pixel is row {@code top} and column {@code left}.
     *
     * @throws IllegalArgumentException if it reaches outside the picture
     */
    public Image crop(int top, int left, int cropHeight, int cropWidth) {
        if (top < 0
                || left < 0
                || cropHeight < 1
                || cropWidth < 1
                || top > height - cropHeight
                || left > width - cropWidth) {
            throw new IllegalArgumentException(
                    "crop: %d × %d pixels at row %d, column %d of a picture of %d × %d\n  resize it first"
                            .formatted(cropHeight, cropWidth, top, left, height, width));
        }
        if (cropHeight == height && cropWidth == width) {
            return this;
        }
        byte[] out = new byte[cropHeight * cropWidth * channels];
        for (int y = 0; y < cropHeight; y++) {
            System.arraycopy(
                    pixels, ((top + y) * width + left) * channels, out, y * cropWidth * channels, cropWidth * channels);
        }
        return new Image(cropHeight, cropWidth, channels, out);
    }

    /** Left and right exchanged. */
    public Image mirrored() {
        byte[] turned = new byte[pixels.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                System.arraycopy(
                        pixels, (y * width + x) * channels, turned, (y * width + width - 1 - x) * channels, channels);
            }
        }
        return of(height, width, channels, turned);
    }

    /**
     * Fills a frame: scaled until it just covers {@code newHeight × newWidth}, proportions kept, then the middle of that;
     * {@code resizeShortSide(size).centerCrop(size, size)} without the work on what is cut away.
     */
    public Image cover(int newHeight, int newWidth) {
        long scaledHeight = Math.max(1, (long) newWidth * height / width);
        long scaledWidth = newWidth;
        if (scaledHeight < newHeight) {
            scaledHeight = newHeight;
            scaledWidth = Math.max(newWidth, (long) newHeight * width / height);
        }
        if (scaledHeight == height && scaledWidth == width) {
            return centerCrop(newHeight, newWidth);
        }
        Resampling.Part middle = new Resampling.Part(
                margin(Math.toIntExact(scaledHeight - newHeight)),
                margin(Math.toIntExact(scaledWidth - newWidth)),
                newHeight,
                newWidth);
        return Resampling.triangle(this, Math.toIntExact(scaledHeight), Math.toIntExact(scaledWidth), middle);
    }

    /** Half of what is cut away, rounded to even, as torchvision's {@code CenterCrop}. */
    static int margin(int extra) {
        return (int) Math.rint(extra / 2.0);
    }

    /**
     * The same picture in gray (1) or colour (3). Gray is {@code (299 R + 587 G + 114 B) / 1000}, rounded, as ITU-R 601
     * and Pillow weigh them.
     */
    public Image toChannels(int count) {
        if (count == channels) {
            return this;
        }
        byte[] out = new byte[height * width * count];
        for (int i = 0; i < height * width; i++) {
            if (count == 3) {
                Arrays.fill(out, 3 * i, 3 * i + 3, pixels[i]);
            } else {
                out[i] = (byte) luma(pixels[3 * i] & 0xff, pixels[3 * i + 1] & 0xff, pixels[3 * i + 2] & 0xff);
            }
        }
        return of(height, width, count, out);
    }

    private static int luma(int red, int green, int blue) {
        return (299 * red + 587 * green + 114 * blue + 500) / 1000;
    }

    /** Equal when size and every sample are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Image image
                && height == image.height
                && width == image.width
                && channels == image.channels
                && Arrays.equals(pixels, image.pixels);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * height + width) + Arrays.hashCode(pixels);
    }

    /** Such as {@code Image[32, 32, 3]}: height, width, channels. */
    @Override
    public String toString() {
        return "Image[" + height + ", " + width + ", " + channels + "]";
    }
}
