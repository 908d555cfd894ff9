package fovea.tensor;

/**
 * The type of a tensor's elements.
 *
 * <p>Nothing is promoted silently. Operands must agree, {@code cast} converts; a Java number takes the type of the tensor it meets, and
 * is refused where that type cannot hold it (a half added to integers). Results have the type of the operands, but for comparisons, which
 * give {@link #BOOL}, and for ops that find places, which give {@link #I32}. Integers that leave their range wrap around, as Java's do;
 * floating-point numbers cast to integers stop at the ends of the range, also as Java's. Half-precision types store; sums over them are
 * accumulated in single precision or better.
 */
public enum DType {
    /** IEEE 754 single precision; what networks compute in. */
    F32(4),
    /** IEEE 754 double precision; for checking gradients. */
    F64(8),
    /** IEEE 754 half precision, 11 significant bits up to 65504; for storage. */
    F16(2),
    /** The upper half of an {@link #F32}, 8 significant bits and its whole range; for storage. */
    BF16(2),
    /** Signed 8-bit integers, −128 to 127; quantized weights. */
    I8(1),
    /** Signed 32-bit integers; labels and indices. */
    I32(4),
    /** Signed 64-bit integers, computed with exactly up to ±2⁵³; what other frameworks write labels in. */
    I64(8),
    /** Unsigned 8-bit integers, 0 to 255; pixels and places in a small window. */
    U8(1),
    /** True or false, a byte of 1 or 0; conditions and masks. */
    BOOL(1);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Whether elements are floating-point numbers, which gradients are made of. */
    public boolean isFloating() {
        return this == F32 || this == F64 || this == F16 || this == BF16;
    }

    /** The largest finite number of a floating-point type. */
    public double largest() {
        return switch (this) {
            case F32 -> Float.MAX_VALUE;
            case F64 -> Double.MAX_VALUE;
            case F16 -> 65504;
            case BF16 -> 0x1.FEp127;
            case I8, I32, I64, U8, BOOL -> throw new IllegalStateException(this + " is no floating-point type");
        };
    }

    /** Whether elements are whole numbers. */
    public boolean isInteger() {
        return !isFloating() && this != BOOL;
    }

    /** Whether elements can say where something is: {@code i32} or {@code i64}. */
    public boolean isIndex() {
        return this == I32 || this == I64;
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
