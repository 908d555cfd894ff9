package fovea.onnx.model;

import fovea.tensor.DType;
import java.util.Arrays;
import java.util.Optional;

/**
 * The element types of ONNX and what carries each in Fovea: the same type where there is one, else a wider one whose numbers are brought
 * into the range of the narrower after each operator.
 *
 * @see <a href="https://onnx.ai/onnx/repo-docs/IR.html">ONNX IR, tensor element types</a>
 */
public enum OnnxType {
    FLOAT(1, 32, DType.F32),
    UINT8(2, 8, DType.U8),
    INT8(3, 8, DType.I8),
    UINT16(4, 16, DType.I32),
    INT16(5, 16, DType.I32),
    INT32(6, 32, DType.I32),
    INT64(7, 64, DType.I64),
    STRING(8, 0, DType.U8),
    BOOL(9, 8, DType.BOOL),
    FLOAT16(10, 16, DType.F16),
    DOUBLE(11, 64, DType.F64),
    UINT32(12, 32, DType.I64),
    UINT64(13, 64, DType.I64),
    BFLOAT16(16, 16, DType.BF16),
    FLOAT8E4M3FN(17, 8, DType.F32),
    FLOAT8E4M3FNUZ(18, 8, DType.F32),
    FLOAT8E5M2(19, 8, DType.F32),
    FLOAT8E5M2FNUZ(20, 8, DType.F32),
    UINT4(21, 4, DType.I32),
    INT4(22, 4, DType.I32),
    FLOAT4E2M1(23, 4, DType.F32),
    FLOAT8E8M0(24, 8, DType.F32),
    UINT2(25, 2, DType.I32),
    INT2(26, 2, DType.I32);

    private final int number;
    private final int bits;
    private final DType carrier;

    OnnxType(int number, int bits, DType carrier) {
        this.number = number;
        this.bits = bits;
        this.carrier = carrier;
    }

    /** The type that a file calls by this number; none for unknown ones and for complex numbers. */
    public static Optional<OnnxType> of(long number) {
        return Arrays.stream(values()).filter(each -> each.number == number).findFirst();
    }

    /** The type that a tensor of Fovea's has in ONNX. */
    public static OnnxType of(DType type) {
        return switch (type) {
            case F32 -> FLOAT;
            case F64 -> DOUBLE;
            case F16 -> FLOAT16;
            case BF16 -> BFLOAT16;
            case I8 -> INT8;
            case I32 -> INT32;
            case I64 -> INT64;
            case U8 -> UINT8;
            case BOOL -> BOOL;
        };
    }

    /** Its number in {@code TensorProto.DataType}. */
    public int number() {
        return number;
    }

    /** Bits of one element in a file; 0 for strings. */
    public int bits() {
        return bits;
    }

    /** The type of the tensors that hold such elements here. */
    public DType carrier() {
        return carrier;
    }

    public boolean isFloating() {
        return carrier.isFloating();
    }

    /** Whether elements are whole numbers, with or without sign. */
    public boolean isInteger() {
        return this != STRING && carrier.isInteger();
    }

    public boolean isUnsigned() {
        return name().startsWith("UINT");
    }

    /** Whether this is one of the floating-point types of 8 or 4 bits. */
    public boolean isMini() {
        return name().startsWith("FLOAT8") || this == FLOAT4E2M1;
    }

    /** The type that operators compute in: single precision for shorter numbers, 32 bits for shorter integers. */
    public DType computed() {
        return switch (carrier) {
            case F16, BF16 -> DType.F32;
            case I8, U8 -> this == STRING ? carrier : DType.I32;
            default -> carrier;
        };
    }

    /** The smallest whole number of an integer type. */
    public long least() {
        return isUnsigned() ? 0 : -1L << (bits - 1);
    }

    /** The largest whole number of an integer type; of {@code UINT64} the largest that a {@code long} holds. */
    public long most() {
        return this == UINT64 ? Long.MAX_VALUE : isUnsigned() ? (1L << bits) - 1 : (1L << (bits - 1)) - 1;
    }
}
