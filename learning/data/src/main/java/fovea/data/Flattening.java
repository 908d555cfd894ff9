package fovea.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/**
 * From whatever a picture reader produced to 8-bit gray or RGB without transparency.
 *
 * <p>Samples are taken as stored: {@link BufferedImage#getRGB} would brighten gray pictures, which Java holds to be
 * linear. Other depths are scaled to 0..255 and rounded; transparency is laid over white; inks become light as
 * {@code R = (255 − C) (255 − K) / 255}, as Pillow's do.
 */
final class Flattening {

    private static final int WHITE = 255;

    private Flattening() {}

    static Image of(BufferedImage picture) {
        if (picture.getColorModel() instanceof IndexColorModel palette) {
            return fromPalette(picture.getRaster(), palette);
        }
        if (picture.getRaster().getNumBands() == 3
                && picture.getRaster().getDataBuffer() instanceof DataBufferByte bytes
                && picture.getRaster().getSampleModel() instanceof PixelInterleavedSampleModel model
                && bytes.getData().length == picture.getHeight() * picture.getWidth() * 3
                && picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_RGB) {
            return fromBytes(picture.getHeight(), picture.getWidth(), bytes.getData(), model.getBandOffsets());
        }
        return picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK
                ? fromInks(picture.getRaster())
                : fromSamples(picture.getRaster(), picture.isAlphaPremultiplied());
    }

    /** Three bytes for each pixel, side by side as nearly every JPEG has them: nothing is to be done but to put colors in order. */
    private static Image fromBytes(int height, int width, byte[] pixels, int[] offsets) {
        byte[] out = new byte[pixels.length];
        int red = offsets[0];
        int green = offsets[1];
        int blue = offsets[2];
        for (int i = 0; i < out.length; i += 3) {
            out[i] = pixels[i + red];
            out[i + 1] = pixels[i + green];
            out[i + 2] = pixels[i + blue];
        }
        return Image.of(height, width, 3, out);
    }

    /** Cyan, magenta, yellow and black, 0 for none; eight bits, as JPEG has them. */
    private static Image fromInks(Raster raster) {
        int width = raster.getWidth();
        byte[] out = new byte[raster.getHeight() * width * 3];
        int[] row = new int[width * raster.getNumBands()];
        for (int y = 0, to = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int black = row[4 * x + 3];
                for (int c = 0; c < 3; c++) {
                    out[to++] = (byte) (((255 - row[4 * x + c]) * (255 - black) + 127) / 255);
                }
            }
        }
        return Image.of(raster.getHeight(), width, 3, out);
    }

    private static Image fromPalette(Raster raster, IndexColorModel palette) {
        int[] colors = new int[palette.getMapSize()];
        palette.getRGBs(colors);
        boolean gray = true;
        for (int i = 0; i < colors.length; i++) {
            colors[i] = overWhite(colors[i]);
            gray &= (colors[i] & 0xff) == (colors[i] >> 8 & 0xff) && (colors[i] & 0xff) == (colors[i] >> 16 & 0xff);
        }
        int channels = gray ? 1 : 3;
        int width = raster.getWidth();
        byte[] out = new byte[raster.getHeight() * width * channels];
        int[] row = new int[width];
        for (int y = 0, to = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int index : row) {
                int color = colors[Math.min(index, colors.length - 1)];
                for (int c = 0; c < channels; c++) {
                    out[to++] = (byte) (color >> (16 - 8 * c));
                }
            }
        }
        return Image.of(raster.getHeight(), width, channels, out);
    }

    private static int overWhite(int argb) {
        int alpha = argb >>> 24;
        int color = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            color = color << 8 | blend(argb >> shift & 0xff, alpha);
        }
        return color;
    }

    private static int blend(int value, int alpha) {
        return (value * alpha + WHITE * (255 - alpha) + 127) / 255;
    }

    private static Image fromSamples(Raster raster, boolean premultiplied) {
        int bands = raster.getNumBands();
        boolean transparent = bands == 2 || bands == 4;
        int channels = bands <= 2 ? 1 : 3;
        int width = raster.getWidth();
        long[] full = full(raster);
        byte[] out = new byte[raster.getHeight() * width * channels];
        int[] row = new int[width * bands];
        for (int y = 0, to = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int alpha = transparent ? eightBits(row[(x + 1) * bands - 1], full[bands - 1]) : 255;
                for (int c = 0; c < channels; c++) {
                    int value = eightBits(row[x * bands + c], full[c]);
                    out[to++] = (byte) (premultiplied ? Math.min(255, value + 255 - alpha) : blend(value, alpha));
                }
            }
        }
        return Image.of(raster.getHeight(), width, channels, out);
    }

    /** The largest value of each band: 255 for 8 bits, 65 535 for 16. */
    private static long[] full(Raster raster) {
        long[] full = new long[raster.getNumBands()];
        for (int band = 0; band < full.length; band++) {
            full[band] = (1L << raster.getSampleModel().getSampleSize(band)) - 1;
        }
        return full;
    }

    private static int eightBits(int value, long full) {
        return full == 255 ? value : (int) ((value * 255L + full / 2) / full);
    }
}
