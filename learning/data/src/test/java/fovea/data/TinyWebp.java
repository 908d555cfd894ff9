package fovea.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes the smallest lossless WebP that shows something: two colors that differ in green only, left and right.
 *
 * @see <a href="https://developers.google.com/speed/webp/docs/webp_lossless_bitstream_specification">VP8L</a>
 */
final class TinyWebp {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int pending;
    private int count;

    private TinyWebp() {}

    static byte[] halves(int width, int height, int red, int rightGreen, int leftGreen, int blue) {
        TinyWebp stream = new TinyWebp();
        stream.bits(0x2f, 8);
        stream.bits(width - 1, 14);
        stream.bits(height - 1, 14);
        stream.bits(0, 1 + 3); // no alpha, version 0
        stream.bits(0, 3); // no transform, no color cache, one group of codes
        stream.bits(0b11, 2); // green: a simple code of two symbols, the shorter one first
        stream.bits(1, 1);
        stream.bits(Math.min(leftGreen, rightGreen), 8);
        stream.bits(Math.max(leftGreen, rightGreen), 8);
        for (int only : new int[] {red, blue, 255, 0}) {
            stream.bits(0b101, 3);
            stream.bits(only, 8);
        }
        for (int i = 0; i < width * height; i++) {
            boolean left = i % width < width / 2;
            stream.bits(left == leftGreen < rightGreen ? 0 : 1, 1);
        }
        stream.bits(0, 16);
        return stream.riff();
    }

    private void bits(int value, int n) {
        for (int i = 0; i < n; i++) {
            pending |= (value >> i & 1) << count++;
            if (count == 8) {
                bytes.write(pending);
                pending = 0;
                count = 0;
            }
        }
    }

    private byte[] riff() {
        byte[] data = bytes.toByteArray();
        int padded = data.length + data.length % 2;
        return ByteBuffer.allocate(20 + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(12 + padded)
                .put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII))
                .putInt(data.length)
                .put(data)
                .array();
    }
}
