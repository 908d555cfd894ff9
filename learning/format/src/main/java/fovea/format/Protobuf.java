package fovea.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A message in Protocol Buffers' wire format, read field by field without knowing its schema:
 *
 * <pre>{@code
 * while (message.next()) {
 *     switch (message.field()) {
 *         case 1 -> version = message.whole();
 *         case 7 -> graph = graph(message.message());
 *         default -> {}
 *     }
 * }
 * }</pre>
 *
 * <p>Nothing is copied but what is asked for. A field that runs over the end of its message, an unknown wire type, a number longer than ten
 * bytes and messages more than {@value #MOST_DEEP} deep in each other are refused.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers, Encoding</a>
 */
public final class Protobuf {
    private static final int MOST_DEEP = 100;
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final Path file;
    private final MemorySegment data;
    private final int depth;
    private long at;
    private int field;
    private int wire;
    private long number;
    private MemorySegment bytes = MemorySegment.NULL;

    private Protobuf(Path file, MemorySegment data, int depth) {
        this.file = file;
        this.data = data;
        this.depth = depth;
    }

    /** The message that {@code data} holds; {@code file} is named where it is damaged. */
    public static Protobuf of(Path file, MemorySegment data) {
        return new Protobuf(file, data, 0);
    }

    /** Goes to the next field; false at the end. */
    public boolean next() {
        if (at >= data.byteSize()) {
            return false;
        }
        long key = varint();
        field = (int) (key >>> 3);
        wire = (int) (key & 7);
        if (key >>> 3 == 0 || key >>> 3 > 0x1FFFFFFF) {
            throw damaged("a field has the number " + (key >>> 3));
        }
        switch (wire) {
            case VARINT -> number = varint();
            case FIXED64 -> number = take(8).get(ElementType.LE_LONG, 0);
            case FIXED32 -> number = take(4).get(ElementType.LE_INT, 0);
            case BYTES -> bytes = take(varint());
            default -> throw damaged("field %d has the wire type %d".formatted(field, wire));
        }
        return true;
    }

    /** The number of the field that {@link #next} went to. */
    public int field() {
        return field;
    }

    /** The field as a whole number: {@code int32}, {@code int64}, {@code uint64}, {@code bool} or {@code enum}. */
    public long whole() {
        expect(VARINT);
        return number;
    }

    /** The field as a {@code float}. */
    public float single() {
        expect(FIXED32);
        return Float.intBitsToFloat((int) number);
    }

    /** The field's bytes, not copied. */
    public MemorySegment bytes() {
        expect(BYTES);
        return bytes;
    }

    /** The field as text, which must be UTF-8. */
    public String text() {
        MemorySegment of = bytes();
        if (of.byteSize() > Integer.MAX_VALUE) {
            throw damaged("field %d is a text of %d bytes".formatted(field, of.byteSize()));
        }
        return Utf8.decode(file, ByteBuffer.wrap(of.toArray(ValueLayout.JAVA_BYTE)))
                .toString();
    }

    /** The field as a message. */
    public Protobuf message() {
        if (depth >= MOST_DEEP) {
            throw damaged("messages lie more than %d deep in each other".formatted(MOST_DEEP));
        }
        return new Protobuf(file, bytes(), depth + 1);
    }

    /** Adds the whole numbers of this field, which is one of them or many packed together. */
    public void wholes(RepeatedNumbers into) {
        if (wire == VARINT) {
            into.add(number);
            return;
        }
        Protobuf packed = new Protobuf(file, bytes(), depth);
        for (int left = packed.varints(); left > 0; left--) {
            into.add(packed.varint());
        }
    }

    /** Adds the numbers of this field, of 4 or 8 bytes each, one of them or many packed together; as bits. */
    public void fixed(RepeatedNumbers into, int width) {
        if (wire != BYTES) {
            expect(width == 4 ? FIXED32 : FIXED64);
            into.add(number);
            return;
        }
        MemorySegment packed = bytes();
        if (packed.byteSize() % width != 0 || packed.byteSize() / width > Integer.MAX_VALUE / 2) {
            throw damaged("field %d has %d bytes of numbers of %d".formatted(field, packed.byteSize(), width));
        }
        for (long at = 0; at < packed.byteSize(); at += width) {
            into.add(width == 4 ? packed.get(ElementType.LE_INT, at) : packed.get(ElementType.LE_LONG, at));
        }
    }

    /** A failure that names the file: {@code what} is wrong with it. */
    public FormatException damaged(String what) {
        return new FormatException(file, "is damaged: " + what, "fetch the file again, or write it again");
    }

    private int varints() {
        int n = 0;
        for (long i = 0; i < data.byteSize(); i++) {
            n += data.get(ValueLayout.JAVA_BYTE, i) >= 0 ? 1 : 0;
        }
        return n;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte b = take(1).get(ValueLayout.JAVA_BYTE, 0);
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw damaged("a number is longer than ten bytes");
    }

    private MemorySegment take(long n) {
        if (n < 0 || n > data.byteSize() - at) {
            throw damaged(
                    "a field needs %s bytes and %d are left".formatted(Long.toUnsignedString(n), data.byteSize() - at));
        }
        MemorySegment taken = data.asSlice(at, n);
        at += n;
        return taken;
    }

    private void expect(int type) {
        if (wire != type) {
            throw damaged("field %d has the wire type %d, not %d".formatted(field, wire, type));
        }
    }
}
