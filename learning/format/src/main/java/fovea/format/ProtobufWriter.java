package fovea.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a message in Protocol Buffers' wire format; see {@link Protobuf}. Large arrays are not copied, neither from message to message, so
 * that a network's weights are in memory once; they must not change until the message is written.
 */
public final class ProtobufWriter {
    /** From so many bytes on an array stays as it is. */
    private static final int LARGE = 1 << 12;

    /** All but what is in {@link #out}, in order. */
    private final List<byte[]> parts = new ArrayList<>();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long size;

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
        varint((long) field << 3 | 2);
        varint(value.size());
        value.parts.forEach(this::add);
        add(value.out.toByteArray());
        return this;
    }

    public ProtobufWriter bytes(int field, byte[] value) {
        varint((long) field << 3 | 2);
        varint(value.length);
        add(value);
        return this;
    }

    private void add(byte[] bytes) {
        if (bytes.length < LARGE) {
            out.writeBytes(bytes);
            return;
        }
        if (out.size() > 0) {
            parts.add(out.toByteArray());
            size += out.size();
            out.reset();
        }
        parts.add(bytes);
        size += bytes.length;
    }

    public ProtobufWriter bytes(int field, MemorySegment value) {
        return bytes(field, value.toArray(ValueLayout.JAVA_BYTE));
    }

    /** How many bytes were written so far. */
    public long size() {
        return size + out.size();
    }

    /** What was written so far. */
    public byte[] toBytes() {
        byte[] all = new byte[Math.toIntExact(size())];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        System.arraycopy(out.toByteArray(), 0, all, at, out.size());
        return all;
    }

    /** Writes to {@code to} what was written so far. */
    public void writeTo(OutputStream to) throws IOException {
        for (byte[] part : parts) {
            to.write(part);
        }
        out.writeTo(to);
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
