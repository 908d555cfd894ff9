package fovea.format.torch;

import fovea.format.ElementType;
import org.jspecify.annotations.Nullable;

/**
 * A kind of storage as PyTorch names it; the names in {@code torch.cuda} mean the same elements on a GPU.
 */
enum StorageType {
    DOUBLE("DoubleStorage", ElementType.F64),
    FLOAT("FloatStorage", ElementType.F32),
    HALF("HalfStorage", ElementType.F16),
    BFLOAT16("BFloat16Storage", ElementType.BF16),
    LONG("LongStorage", ElementType.I64),
    INT("IntStorage", ElementType.I32),
    SHORT("ShortStorage", ElementType.I16),
    CHAR("CharStorage", ElementType.I8),
    BYTE("ByteStorage", ElementType.U8),
    BOOL("BoolStorage", ElementType.BOOL),
    COMPLEX_FLOAT("ComplexFloatStorage", ElementType.C64),
    COMPLEX_DOUBLE("ComplexDoubleStorage", ElementType.C128),
    /** Bytes whose type each tensor says itself. */
    UNTYPED("UntypedStorage", ElementType.U8);

    private final String name;
    private final ElementType type;

    StorageType(String name, ElementType type) {
        this.name = name;
        this.type = type;
    }

    String pythonName() {
        return "torch." + name;
    }

    ElementType type() {
        return type;
    }

    /** The kind of that name in {@code module}; null where there is none. */
    static @Nullable StorageType of(String module, String name) {
        boolean isUntyped = name.equals(UNTYPED.name) && (module.equals("torch.storage") || module.equals("torch"));
        if (isUntyped) {
            return UNTYPED;
        }
        if (!module.equals("torch") && !module.equals("torch.cuda")) {
            return null;
        }
        for (StorageType type : values()) {
            if (type != UNTYPED && type.name.equals(name)) {
                return type;
            }
        }
        return null;
    }
}
