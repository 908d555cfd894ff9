package fovea.format.torch;

import fovea.format.ElementType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names a pickle may call: whatever is not here is refused before anything is done with it. None of them stands for
 * code; each is a line in {@link Rebuild}.
 */
enum Known {
    ORDERED_DICT("collections.OrderedDict"),
    COUNTER("collections.Counter"),
    SET("builtins.set"),
    FROZENSET("builtins.frozenset"),
    BYTEARRAY("builtins.bytearray"),
    BYTES("builtins.bytes"),
    COMPLEX("builtins.complex"),
    ENCODE("_codecs.encode"),
    SIZE("torch.Size"),
    DEVICE("torch.device"),
    TENSOR("torch.Tensor"),
    PARAMETER("torch.nn.parameter.Parameter"),
    REBUILD_TENSOR("torch._utils._rebuild_tensor"),
    REBUILD_TENSOR_V2("torch._utils._rebuild_tensor_v2"),
    REBUILD_TENSOR_V3("torch._utils._rebuild_tensor_v3"),
    REBUILD_PARAMETER("torch._utils._rebuild_parameter"),
    REBUILD_PARAMETER_WITH_STATE("torch._utils._rebuild_parameter_with_state"),
    REBUILD_FROM_TYPE("torch._tensor._rebuild_from_type_v2");

    /** Element types by their names in PyTorch. */
    private static final Map<String, ElementType> TYPES = Map.ofEntries(
            Map.entry("float64", ElementType.F64),
            Map.entry("double", ElementType.F64),
            Map.entry("float32", ElementType.F32),
            Map.entry("float", ElementType.F32),
            Map.entry("float16", ElementType.F16),
            Map.entry("half", ElementType.F16),
            Map.entry("bfloat16", ElementType.BF16),
            Map.entry("float8_e4m3fn", ElementType.F8_E4M3),
            Map.entry("float8_e5m2", ElementType.F8_E5M2),
            Map.entry("complex128", ElementType.C128),
            Map.entry("cdouble", ElementType.C128),
            Map.entry("complex64", ElementType.C64),
            Map.entry("cfloat", ElementType.C64),
            Map.entry("int64", ElementType.I64),
            Map.entry("long", ElementType.I64),
            Map.entry("int32", ElementType.I32),
            Map.entry("int", ElementType.I32),
            Map.entry("int16", ElementType.I16),
            Map.entry("short", ElementType.I16),
            Map.entry("int8", ElementType.I8),
            Map.entry("uint64", ElementType.U64),
            Map.entry("uint32", ElementType.U32),
            Map.entry("uint16", ElementType.U16),
            Map.entry("uint8", ElementType.U8),
            Map.entry("bool", ElementType.BOOL));

    private final String pythonName;

    Known(String pythonName) {
        this.pythonName = pythonName;
    }

    String pythonName() {
        return pythonName;
    }

    /** The name in PyTorch of a type that no typed storage has. */
    static String nameOf(ElementType type) {
        return switch (type) {
            case U64 -> "uint64";
            case U32 -> "uint32";
            case U16 -> "uint16";
            case F8_E4M3 -> "float8_e4m3fn";
            case F8_E5M2 -> "float8_e5m2";
            default -> throw new IllegalArgumentException(type + " has a storage of its own");
        };
    }

    /** What a name stands for. Python 2 called the module of the built-in names {@code __builtin__}. */
    static Value named(String module, String name) {
        StorageType storage = StorageType.of(module, name);
        if (storage != null) {
            return new Value.StorageName(storage);
        }
        if (module.equals("torch") && TYPES.containsKey(name)) {
            return new Value.TypeName("torch." + name, TYPES.get(name));
        }
        Known known = function((module.equals("__builtin__") ? "builtins" : module) + "." + name);
        if (known == null) {
            throw new PickleException("asks for %s.%s, which may be code: only tensors and plain data are read"
                    .formatted(PickleBytes.shortened(module), PickleBytes.shortened(name)));
        }
        return new Value.Function(known);
    }

    private static @Nullable Known function(String fullName) {
        for (Known known : values()) {
            if (known.pythonName.equals(fullName)) {
                return known;
            }
        }
        return null;
    }
}
