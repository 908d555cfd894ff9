package fovea.onednn;

import java.util.Locale;

/** The element types oneDNN computes with ({@code dnnl_data_type_t}). */
enum DataType {
    F16(1, 2),
    BF16(2, 2),
    F32(3, 4),
    S32(4, 4),
    S8(5, 1),
    U8(6, 1);

    private final int code;
    private final int bytes;

    DataType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** The type of a native code. */
    static DataType of(int code) {
        for (DataType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IllegalStateException("oneDNN named an element type (" + code + ") that is not bound");
    }

    int code() {
        return code;
    }

    /** Size of one element, in bytes. */
    int bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
