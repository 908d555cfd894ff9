package fovea.format;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Writes a message in Protocol Buffers' wire format; see {@link Protobuf}. */
public final class ProtobufWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** An empty message. */
    public ProtobufWriter() {}

    /** A field that is a whole number, as {@code int64}, {@code bool} or {@code enum}. */
    public ProtobufWriter whole(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    /** A field that is a {@code float}. */
    public ProtobufWriter single(int field, float value) {
        varint((long) field << 3 | 5);
        int bits = Float.floatToRawIntBits(value);
        for (int i = 0; i < 4; i++) {
            out.write(bits >>> (8 * i));
        }
        return this;
    }

    /** A field that is a {@code double}. */
    public ProtobufWriter real(int field, double value) {
        varint((long) field << 3 | 1);
        eight(Double.doubleToRawLongBits(value));
        return this;
    }

    /** A field of many {@code double}s, packed together. */
    public ProtobufWriter reals(int field, double... values) {
        varint((long) field << 3 | 2);
        varint((long) values.length * Double.BYTES);
        for (double value : values) {
            eight(Double.doubleToRawLongBits(value));
        }
        return this;
    }

    private void eight(long bits) {
        for (int i = 0; i < 8; i++) {
            out.write((int) (bits >>> (8 * i)));
        }
    }

    public ProtobufWriter text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    public ProtobufWriter message(int field, ProtobufWriter value) {
        return bytes(field, value.toBytes());
    }

    public ProtobufWriter bytes(int field, byte[] value) {
        varint((long) field << 3 | 2);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    public ProtobufWriter bytes(int field, MemorySegment value) {
        return bytes(field, value.toArray(ValueLayout.JAVA_BYTE));
    }

    /** What was written so far. */
    public byte[] toBytes() {
        return out.toByteArray();
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
