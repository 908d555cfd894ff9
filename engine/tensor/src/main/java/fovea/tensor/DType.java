package fovea.tensor;

/** The type of a tensor's elements. Nothing is promoted silently: operands must agree, {@code cast} converts. */
public enum DType {
    /** IEEE 754 single precision; what networks compute in. */
    F32(4),
    /** IEEE 754 double precision; for checking gradients. */
    F64(8),
    /** Signed 32-bit integers; labels and indices. */
    I32(4),
    /** Unsigned 8-bit integers, 0 to 255; pixels and places in a small window. */
    U8(1);

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
        return this == F32 || this == F64;
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
