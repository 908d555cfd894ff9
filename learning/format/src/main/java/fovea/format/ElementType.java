package fovea.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * How one element is stored in a file: {@code F} floating point, {@code BF16} the upper half of an {@code F32},
 * {@code I} two's complement, {@code U} unsigned, {@code BOOL} one byte (0 is false); the number is the width in
 * bits. The names are those of safetensors.
 */
public enum ElementType {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U64(8),
    U32(4),
    U16(2),
    U8(1),
    BOOL(1);

    static final ValueLayout.OfDouble LE_DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat LE_FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LE_LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt LE_INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfShort LE_SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final ValueLayout.OfShort BE_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt BE_INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong BE_LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final int width;

    ElementType(int width) {
        this.width = width;
    }

    /** Bytes per element. */
    public int width() {
        return width;
    }

    /** Whether the elements are floating-point numbers. */
    public boolean isFloating() {
        return this == F64 || this == F32 || this == F16 || this == BF16;
    }

    /**
     * Bytes an array of this type takes.
     *
     * @throws ArithmeticException if the product does not fit a {@code long}
     */
    public long bytes(long... shape) {
        return Math.multiplyExact(count(shape), (long) width);
    }

    static long count(long... shape) {
        long count = 1;
        for (long size : shape) {
            count = Math.multiplyExact(count, size);
        }
        return count;
    }

    /** Element {@code i} of packed data. {@code I64} and {@code U64} beyond 2⁵³ are rounded to nearest. */
    double realAt(MemorySegment data, long i) {
        long at = i * width;
        return switch (this) {
            case F64 -> data.get(LE_DOUBLE, at);
            case F32 -> data.get(LE_FLOAT, at);
            case F16 -> Float.float16ToFloat(data.get(LE_SHORT, at));
            case BF16 -> Float.intBitsToFloat(data.get(LE_SHORT, at) << 16);
            case U64 -> unsigned(data.get(LE_LONG, at));
            default -> wholeAt(data, i);
        };
    }

    /** Element {@code i} of packed data, rounded once to nearest. */
    float singleAt(MemorySegment data, long i) {
        return switch (this) {
            case I64 -> data.get(LE_LONG, i * width);
            case U64 -> unsignedSingle(data.get(LE_LONG, i * width));
            default -> (float) realAt(data, i); // exact as double, so this is the only rounding
        };
    }

    /** Element {@code i} of packed data of a whole-number type. */
    long wholeAt(MemorySegment data, long i) {
        long at = i * width;
        return switch (this) {
            case I64 -> data.get(LE_LONG, at);
            case I32 -> data.get(LE_INT, at);
            case I16 -> data.get(LE_SHORT, at);
            case I8 -> data.get(ValueLayout.JAVA_BYTE, at);
            case U64 -> signed(data.get(LE_LONG, at), i);
            case U32 -> Integer.toUnsignedLong(data.get(LE_INT, at));
            case U16 -> Short.toUnsignedLong(data.get(LE_SHORT, at));
            case U8 -> Byte.toUnsignedLong(data.get(ValueLayout.JAVA_BYTE, at));
            case BOOL -> data.get(ValueLayout.JAVA_BYTE, at) == 0 ? 0 : 1;
            case F64, F32, F16, BF16 ->
                throw new IllegalStateException(
                        "an array of " + this + " holds no whole numbers\n  read it with toFloats() or toDoubles()");
        };
    }

    /** Turns big-endian elements into little-endian ones, in place. */
    void reverse(MemorySegment data) {
        for (long at = 0; width > 1 && at < data.byteSize(); at += width) {
            switch (width) {
                case 2 -> data.set(LE_SHORT, at, data.get(BE_SHORT, at));
                case 4 -> data.set(LE_INT, at, data.get(BE_INT, at));
                default -> data.set(LE_LONG, at, data.get(BE_LONG, at));
            }
        }
    }

    private static long signed(long bits, long i) {
        if (bits < 0) {
            throw new ArithmeticException("element %d is %s, beyond the largest long%n  read it with toDoubles()"
                    .formatted(i, Long.toUnsignedString(bits)));
        }
        return bits;
    }

    /** Halving keeps the lowest bit as a sticky one, so that the one rounding goes the right way. */
    private static double unsigned(long bits) {
        return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
    }

    private static float unsignedSingle(long bits) {
        return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0f;
    }
}
