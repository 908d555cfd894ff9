package fovea.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * How one element is stored in a file: {@code F} floating point, {@code BF16} the upper half of an {@code F32},
 * {@code F8_E4M3} and {@code F8_E5M2} a byte with 4 and 5 bits of exponent (Micikevicius et al. 2022, table 1), {@code C}
 * a real and an imaginary part, {@code I} two's complement, {@code U} unsigned, {@code BOOL} one byte (0 is false); the
 * number is the width in bits. The names are those of safetensors, which has no {@code C128}.
 */
public enum ElementType {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    F8_E4M3(1),
    F8_E5M2(1),
    C128(16),
    C64(8),
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

    /** Whether the elements are real floating-point numbers. */
    public boolean isFloating() {
        return switch (this) {
            case F64, F32, F16, BF16, F8_E4M3, F8_E5M2 -> true;
            default -> false;
        };
    }

    /** Whether the elements are pairs of a real and an imaginary part. */
    public boolean isComplex() {
        return this == C128 || this == C64;
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
            case F8_E4M3 -> eighth(data.get(ValueLayout.JAVA_BYTE, at));
            case F8_E5M2 -> Float.float16ToFloat((short) (data.get(ValueLayout.JAVA_BYTE, at) << 8));
            case U64 -> unsigned(data.get(LE_LONG, at));
            case C128, C64 ->
                throw new IllegalStateException(
                        "an array of " + this + " holds no real numbers\n  read it with toParts()");
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
            case F64, F32, F16, BF16, F8_E4M3, F8_E5M2, C128, C64 ->
                throw new IllegalStateException("an array of " + this
                        + " holds no whole numbers\n  read it with toFloats(), toDoubles() or toParts()");
        };
    }

    /** Part {@code i} of packed complex data: real, imaginary, real, … */
    double partAt(MemorySegment data, long i) {
        return switch (this) {
            case C128 -> data.get(LE_DOUBLE, 8 * i);
            case C64 -> data.get(LE_FLOAT, 4 * i);
            default -> throw new IllegalStateException(this + " has no parts\n  read it with toDoubles()");
        };
    }

    /** Turns big-endian elements into little-endian ones, in place; of a complex one, each part. */
    void reverse(MemorySegment data) {
        int part = isComplex() ? width / 2 : width;
        for (long at = 0; part > 1 && at < data.byteSize(); at += part) {
            switch (part) {
                case 2 -> data.set(LE_SHORT, at, data.get(BE_SHORT, at));
                case 4 -> data.set(LE_INT, at, data.get(BE_INT, at));
                default -> data.set(LE_LONG, at, data.get(BE_LONG, at));
            }
        }
    }

    /** Bits {@code s eeee mmm}: {@code ±1.mmm · 2^(e − 7)}, without infinities; all ones are no number. */
    private static double eighth(byte bits) {
        int exponent = bits >> 3 & 15;
        int fraction = bits & 7;
        double size = (bits & 127) == 127
                ? Double.NaN
                : exponent == 0 ? Math.scalb((double) fraction, -9) : Math.scalb(8.0 + fraction, exponent - 10);
        return bits < 0 ? -size : size;
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
