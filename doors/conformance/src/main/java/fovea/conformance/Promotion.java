package fovea.conformance;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.Set;

/**
 * PyTorch's implicit types, which Fovea does not have: of two operands the wider kind wins (condition, integer, floating-point), then the
 * wider type; a tensor without axes and a number of the program count only where they are of a higher kind.
 *
 * @see <a href="https://pytorch.org/docs/1.13/tensor_attributes.html#type-promotion-doc">PyTorch's rules</a>
 */
final class Promotion {
    private static final Set<String> NAMES = Set.of(
            "float32 float float64 double float16 half bfloat16 int8 int16 short int32 int int64 long uint8 byte bool"
                    .split(" "));

    private Promotion() {}

    /** The type that both operands are brought to. */
    static DType of(Tensor a, Tensor b) {
        boolean aLeads = a.shape().rank() > 0;
        boolean bLeads = b.shape().rank() > 0;
        if (aLeads == bLeads) {
            return wider(a.dtype(), b.dtype());
        }
        DType leading = aLeads ? a.dtype() : b.dtype();
        DType other = aLeads ? b.dtype() : a.dtype();
        return kind(other) > kind(leading) ? other : leading;
    }

    /** As a number of the program: floating-point ones are singles, whole ones have 64 bits. */
    static Tensor number(Object value) {
        return switch (value) {
            case Boolean condition -> Tensor.full(new Spec(Shape.SCALAR, DType.BOOL), condition ? 1 : 0);
            case Long whole -> Tensor.full(new Spec(Shape.SCALAR, DType.I64), whole);
            case Number number -> Tensor.full(new Spec(Shape.SCALAR, DType.F32), number.doubleValue());
            default -> throw new CaseException("'%s' is no number".formatted(value));
        };
    }

    /** Integers and conditions as singles. */
    static Tensor floating(Tensor x) {
        return x.dtype().isFloating() ? x : x.cast(DType.F32);
    }

    /** Integers and conditions in 64 bits, as sums and products of them are. */
    static Tensor summable(Tensor x) {
        return x.dtype().isFloating() ? x : x.cast(DType.I64);
    }

    /** A type by PyTorch's name; 16 bits are computed in 32. */
    static DType named(String name) {
        return switch (name.replace("torch.", "")) {
            case "float32", "float" -> DType.F32;
            case "float64", "double" -> DType.F64;
            case "float16", "half" -> DType.F16;
            case "bfloat16" -> DType.BF16;
            case "int8" -> DType.I8;
            case "int16", "short", "int32", "int" -> DType.I32;
            case "int64", "long" -> DType.I64;
            case "uint8", "byte" -> DType.U8;
            case "bool" -> DType.BOOL;
            default -> throw new CaseException("there is no type " + name);
        };
    }

    /** Whether PyTorch has a type of this name that Fovea can stand in for. */
    static boolean isNamed(String name) {
        return NAMES.contains(name);
    }

    /** In another type as C casts: numbers beyond the range of narrow integers wrap around there, and do not stop at its ends. */
    static Tensor cast(Tensor x, String name) {
        DType to = named(name);
        boolean narrow = to == DType.I8 || to == DType.U8;
        Tensor y = (x.dtype().isFloating() && narrow ? x.cast(DType.I64) : x).cast(to);
        boolean sixteen = name.endsWith("int16") || name.endsWith("short");
        return sixteen
                ? y.shiftLeft(number(16L).cast(DType.I32))
                        .shiftRight(number(16L).cast(DType.I32))
                : y;
    }

    private static DType wider(DType a, DType b) {
        if (kind(a) != kind(b)) {
            return kind(a) > kind(b) ? a : b;
        }
        if (a != b && a.bytes() == b.bytes() && a.bytes() < 4) {
            return a.isFloating() ? DType.F32 : DType.I32;
        }
        return a.bytes() >= b.bytes() ? a : b;
    }

    private static int kind(DType dtype) {
        return dtype.isFloating() ? 2 : dtype.isInteger() ? 1 : 0;
    }
}
