package fovea.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a camera was held: the EXIF orientation, 1 to 8, of a JPEG's first {@code APP1} segment. Anything unreadable counts
 * as 1, upright, because a picture is worth more than its tags.
 *
 * @see <a href="https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf">Exif 2.3, section 4.6.4, tag 0x0112</a>
 */
final class Orientation {

    private static final int TAG = 0x0112;
    private static final int APP1 = 0xffe1;
    private static final int START_OF_SCAN = 0xffda;

    private Orientation() {}

    /** The orientation written in the head of a JPEG file; some 64 KiB of it suffice. */
    static int of(byte[] head) {
        ByteBuffer jpeg = ByteBuffer.wrap(head);
        int at = 2;
        while (at + 4 <= head.length) {
            int marker = jpeg.getShort(at) & 0xffff;
            int length = jpeg.getShort(at + 2) & 0xffff;
            if (marker < 0xff00 || marker == START_OF_SCAN) {
                return 1;
            }
            if (marker == APP1 && isExif(jpeg, at + 4)) {
                int end = Math.min(head.length, at + 2 + length);
                return fromTiff(jpeg.slice(at + 10, Math.max(0, end - at - 10)));
            }
            at += 2 + length;
        }
        return 1;
    }

    private static boolean isExif(ByteBuffer jpeg, int at) {
        return at + 6 <= jpeg.limit() && jpeg.getInt(at) == 0x45786966 && jpeg.getShort(at + 4) == 0;
    }

    private static int fromTiff(ByteBuffer tiff) {
        if (tiff.limit() < 8) {
            return 1;
        }
        tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 8 || directory > tiff.limit() - 2) {
            return 1;
        }
        int entries = tiff.getShort(directory) & 0xffff;
        for (int i = 0, at = directory + 2; i < entries && at + 12 <= tiff.limit(); i++, at += 12) {
            if ((tiff.getShort(at) & 0xffff) == TAG) {
                int value = tiff.getShort(at + 8);
                return value >= 1 && value <= 8 ? value : 1;
            }
        }
        return 1;
    }

    /** The image turned and mirrored so that it stands upright. */
    static Image upright(Image image, int orientation) {
        if (orientation == 1) {
            return image;
        }
        boolean swapped = orientation >= 5;
        int height = swapped ? image.width() : image.height();
        int width = swapped ? image.height() : image.width();
        int channels = image.channels();
        byte[] out = new byte[image.pixels().length];
        for (int y = 0, to = 0; y < height; y++) {
            for (int x = 0; x < width; x++, to += channels) {
                int from = source(image, orientation, y, x) * channels;
                System.arraycopy(image.pixels(), from, out, to, channels);
            }
        }
        return Image.of(height, width, channels, out);
    }

    /** Which stored pixel is seen at (y, x) of the upright picture. */
    private static int source(Image image, int orientation, int y, int x) {
        int bottom = image.height() - 1;
        int right = image.width() - 1;
        int row = switch (orientation) {
            case 2 -> y;
            case 3, 4 -> bottom - y;
            case 5, 8 -> x;
            default -> bottom - x;
        };
        int column = switch (orientation) {
            case 2, 3 -> right - x;
            case 4 -> x;
            case 5, 6 -> y;
            default -> right - y;
        };
        return row * image.width() + column;
    }
}
