package fovea.onnx.model;

import fovea.format.FormatException;
import fovea.format.Protobuf;
import fovea.format.RepeatedNumbers;
import fovea.tensor.Shape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads {@code ModelProto} and what it is made of.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3">onnx.proto3</a>
 */
public final class ModelReader {
    private final ExternalData files;

    private ModelReader(ExternalData files) {
        this.files = files;
    }

    /**
     * The model in {@code file}; tensors may lie in other files of its folder.
     *
     * @throws FormatException if it is missing, damaged or no model
     */
    public static OnnxModel read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new FormatException(file, "is no file", "check the path, or fetch the file first");
            }
            Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file.toAbsolutePath());
            return new ModelReader(new ExternalData(file, folder)).model(Protobuf.of(file, ExternalData.map(file)));
        } catch (IOException e) {
            throw FormatException.unreadable(file, e);
        }
    }

    /** The model in these bytes; {@code name} is what messages call it. */
    public static OnnxModel read(Path name, byte[] bytes) {
        return new ModelReader(new ExternalData(name, null)).model(Protobuf.of(name, MemorySegment.ofArray(bytes)));
    }

    /** A value in bytes of its own, as test data are: {@code TensorProto}, {@code SequenceProto} or {@code OptionalProto}. */
    public static OnnxValue value(Path name, byte[] bytes, OnnxInfo.Kind kind) {
        return new ModelReader(new ExternalData(name, null))
                .value(Protobuf.of(name, MemorySegment.ofArray(bytes)), kind);
    }

    private OnnxValue value(Protobuf message, OnnxInfo.Kind kind) {
        return switch (kind) {
            case TENSOR -> ArrayReader.read(message, files).value();
            case SEQUENCE -> sequence(message);
            case OPTIONAL -> optional(message);
        };
    }

    private OnnxSequence sequence(Protobuf message) {
        List<OnnxValue> values = new ArrayList<>();
        while (message.next()) {
            switch (message.field()) {
                case 3 -> values.add(value(message.message(), OnnxInfo.Kind.TENSOR));
                case 5 -> values.add(value(message.message(), OnnxInfo.Kind.SEQUENCE));
                case 7 -> values.add(value(message.message(), OnnxInfo.Kind.OPTIONAL));
                default -> {}
            }
        }
        return new OnnxSequence(values);
    }

    private OnnxOptional optional(Protobuf message) {
        Optional<OnnxValue> value = Optional.empty();
        long kind = 0;
        while (message.next()) {
            switch (message.field()) {
                case 2 -> kind = message.whole();
                case 3 -> value = Optional.of(value(message.message(), OnnxInfo.Kind.TENSOR));
                case 5 -> value = Optional.of(value(message.message(), OnnxInfo.Kind.SEQUENCE));
                case 7 -> value = Optional.of(value(message.message(), OnnxInfo.Kind.OPTIONAL));
                default -> {}
            }
        }
        return new OnnxOptional(kind == 0 ? Optional.empty() : value);
    }

    private OnnxModel model(Protobuf message) {
        long ir = 0;
        Map<String, Long> opsets = new HashMap<>();
        OnnxGraph graph = null;
        List<OnnxFunction> functions = new ArrayList<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> ir = message.whole();
                case 7 -> graph = graph(message.message());
                case 8 -> opset(message.message(), opsets);
                case 14 -> entry(message.message(), metadata);
                case 25 -> functions.add(function(message.message()));
                default -> {}
            }
        }
        if (graph == null || ir <= 0) {
            throw message.damaged("it has " + (graph == null ? "no graph" : "no version") + ", so it is no ONNX model");
        }
        if (opsets.isEmpty()) {
            opsets.put("", 1L);
        }
        return new OnnxModel(ir, opsets, graph, functions, metadata);
    }

    private static void opset(Protobuf message, Map<String, Long> opsets) {
        String domain = "";
        long version = 0;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> domain = message.text();
                case 2 -> version = message.whole();
                default -> {}
            }
        }
        opsets.put(domain.equals("ai.onnx") ? "" : domain, version);
    }

    /** A {@code StringStringEntryProto}. */
    static void entry(Protobuf message, Map<String, String> into) {
        String key = "";
        String value = "";
        while (message.next()) {
            switch (message.field()) {
                case 1 -> key = message.text();
                case 2 -> value = message.text();
                default -> {}
            }
        }
        into.put(key, value);
    }

    private OnnxGraph graph(Protobuf message) {
        String name = "";
        List<OnnxNode> nodes = new ArrayList<>();
        List<OnnxArray> initializers = new ArrayList<>();
        List<OnnxInfo> inputs = new ArrayList<>();
        List<OnnxInfo> outputs = new ArrayList<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> nodes.add(node(message.message()));
                case 2 -> name = message.text();
                case 5 -> initializers.add(ArrayReader.read(message.message(), files));
                case 11 -> inputs.add(info(message.message()));
                case 12 -> outputs.add(info(message.message()));
                default -> {}
            }
        }
        return new OnnxGraph(name, nodes, initializers, inputs, outputs);
    }

    private OnnxNode node(Protobuf message) {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, OnnxAttribute> attributes = new HashMap<>();
        String name = "";
        String operator = "";
        String domain = "";
        String overload = "";
        while (message.next()) {
            switch (message.field()) {
                case 1 -> inputs.add(message.text());
                case 2 -> outputs.add(message.text());
                case 3 -> name = message.text();
                case 4 -> operator = message.text();
                case 5 -> attribute(message.message(), attributes);
                case 7 -> domain = message.text();
                case 8 -> overload = message.text();
                default -> {}
            }
        }
        String at = domain.equals("ai.onnx") ? "" : domain;
        return new OnnxNode(name, at, operator, overload, inputs, outputs, attributes);
    }

    private OnnxFunction function(Protobuf message) {
        String name = "";
        String domain = "";
        String overload = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        List<OnnxNode> nodes = new ArrayList<>();
        Map<String, OnnxAttribute> defaults = new HashMap<>();
        Map<String, Long> opsets = new HashMap<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = message.text();
                case 4 -> inputs.add(message.text());
                case 5 -> outputs.add(message.text());
                case 7 -> nodes.add(node(message.message()));
                case 9 -> opset(message.message(), opsets);
                case 10 -> domain = message.text();
                case 11 -> attribute(message.message(), defaults);
                case 13 -> overload = message.text();
                default -> {}
            }
        }
        return new OnnxFunction(domain, name, overload, inputs, outputs, nodes, defaults, opsets);
    }

    /** Everything an {@code AttributeProto} may hold; which of it counts, its type says. */
    private void attribute(Protobuf message, Map<String, OnnxAttribute> into) {
        String name = "";
        long type = 0;
        OnnxAttribute value = new OnnxAttribute.Other();
        OnnxAttribute reference = null;
        RepeatedNumbers bits = new RepeatedNumbers();
        RepeatedNumbers wholes = new RepeatedNumbers();
        List<String> texts = new ArrayList<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = message.text();
                case 2 -> value = new OnnxAttribute.Real(message.single());
                case 3 -> value = new OnnxAttribute.Whole(message.whole());
                case 4 -> value = new OnnxAttribute.Text(loose(message));
                case 5 -> value = new OnnxAttribute.Array(ArrayReader.read(message.message(), files));
                case 6 -> value = new OnnxAttribute.Program(graph(message.message()));
                case 7 -> message.fixed(bits, 4);
                case 8 -> message.wholes(wholes);
                case 9 -> texts.add(loose(message));
                case 14 -> value = new OnnxAttribute.Kind(type(message.message()));
                case 20 -> type = message.whole();
                case 21 -> reference = new OnnxAttribute.Reference(message.text());
                case 22 -> value = new OnnxAttribute.Sparse(sparse(message.message()));
                default -> {}
            }
        }
        into.put(
                name,
                reference != null ? reference : listed((int) type, value, bits.toArray(), wholes.toArray(), texts));
    }

    /** Fields with a default value need not be written, and files before IR 2 do not say the type. */
    private static OnnxAttribute listed(int type, OnnxAttribute value, long[] bits, long[] wholes, List<String> texts) {
        boolean none = value instanceof OnnxAttribute.Other;
        return switch (type) {
            case 1 -> none ? new OnnxAttribute.Real(0) : value;
            case 2 -> none ? new OnnxAttribute.Whole(0) : value;
            case 3 -> none ? new OnnxAttribute.Text("") : value;
            case 6 -> reals(bits);
            case 7 -> wholes(wholes);
            case 8 -> new OnnxAttribute.Texts(List.copyOf(texts));
            case 0 ->
                bits.length > 0
                        ? reals(bits)
                        : wholes.length > 0
                                ? wholes(wholes)
                                : !texts.isEmpty() ? new OnnxAttribute.Texts(List.copyOf(texts)) : value;
            default -> value;
        };
    }

    private static OnnxAttribute reals(long[] bits) {
        List<Float> values = new ArrayList<>();
        for (long each : bits) {
            values.add(Float.intBitsToFloat((int) each));
        }
        return new OnnxAttribute.Reals(List.copyOf(values));
    }

    private static OnnxAttribute wholes(long[] values) {
        return new OnnxAttribute.Wholes(java.util.Arrays.stream(values).boxed().toList());
    }

    /** Texts of attributes are bytes, which need not be UTF-8. */
    private static String loose(Protobuf message) {
        return new String(message.bytes().toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    private OnnxSparse sparse(Protobuf message) {
        OnnxArray values = null;
        OnnxArray indices = null;
        RepeatedNumbers named = new RepeatedNumbers();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> values = ArrayReader.read(message.message(), files);
                case 2 -> indices = ArrayReader.read(message.message(), files);
                case 3 -> message.wholes(named);
                default -> {}
            }
        }
        long[] sizes = named.toArray();
        if (values == null || indices == null) {
            throw message.damaged("a sparse tensor lacks its values or their places");
        }
        if (java.util.Arrays.stream(sizes).anyMatch(n -> n < 0)
                || java.util.Arrays.stream(sizes).asDoubleStream().reduce(1, (a, b) -> a * b)
                        > OnnxSparse.MOST_ELEMENTS) {
            throw message.damaged("a sparse tensor has sizes " + java.util.Arrays.toString(sizes));
        }
        return new OnnxSparse(
                values,
                indices,
                Shape.of(java.util.Arrays.stream(sizes)
                        .mapToInt(Math::toIntExact)
                        .toArray()));
    }

    private static OnnxInfo info(Protobuf message) {
        String name = "";
        OnnxInfo.Type type = OnnxInfo.Type.UNKNOWN;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = message.text();
                case 2 -> type = type(message.message());
                default -> {}
            }
        }
        return new OnnxInfo(name, type);
    }

    private static OnnxInfo.Type type(Protobuf message) {
        OnnxInfo.Type type = OnnxInfo.Type.UNKNOWN;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> type = tensorType(message.message());
                case 4 -> type = new OnnxInfo.Type(OnnxInfo.Kind.SEQUENCE, Optional.empty(), Optional.empty());
                case 9 -> type = new OnnxInfo.Type(OnnxInfo.Kind.OPTIONAL, Optional.empty(), Optional.empty());
                default -> {}
            }
        }
        return type;
    }

    private static OnnxInfo.Type tensorType(Protobuf message) {
        Optional<OnnxType> element = Optional.empty();
        Optional<List<OptionalLong>> shape = Optional.empty();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> element = OnnxType.of(message.whole());
                case 2 -> shape = Optional.of(sizes(message.message()));
                default -> {}
            }
        }
        return new OnnxInfo.Type(OnnxInfo.Kind.TENSOR, element, shape);
    }

    private static List<OptionalLong> sizes(Protobuf message) {
        List<OptionalLong> sizes = new ArrayList<>();
        while (message.next()) {
            if (message.field() == 1) {
                OptionalLong size = OptionalLong.empty();
                Protobuf axis = message.message();
                while (axis.next()) {
                    size = axis.field() == 1 ? OptionalLong.of(axis.whole()) : size;
                }
                sizes.add(size);
            }
        }
        return sizes;
    }
}
