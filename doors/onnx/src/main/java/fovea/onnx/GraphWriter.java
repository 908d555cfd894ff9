package fovea.onnx;

import fovea.format.ProtobufWriter;
import fovea.onnx.model.HostNumbers;
import fovea.onnx.model.OnnxType;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The nodes and tensors of a {@code GraphProto} being written. */
final class GraphWriter {
    private static final int FLOAT = 1;
    private static final int INT = 2;
    private static final int TEXT = 3;
    private static final int TENSOR = 4;
    private static final int INTS = 7;

    /** What the only input of a program is called. */
    static final String FIRST = "x";

    private static final String BATCH = "N";

    private final List<ProtobufWriter> nodes = new ArrayList<>();
    private final List<ProtobufWriter> initializers = new ArrayList<>();
    private final List<ProtobufWriter> inputs = new ArrayList<>();
    private final List<ProtobufWriter> outputs = new ArrayList<>();
    private final Map<String, String> constants = new HashMap<>();
    private final Map<Sizes, String> computed = new HashMap<>();
    private int next;

    /** A setting of a node. */
    record Setting(ProtobufWriter message) {

        static Setting of(String name, long value) {
            return new Setting(named(name, INT).whole(3, value));
        }

        static Setting of(String name, double value) {
            return new Setting(named(name, FLOAT).single(2, (float) value));
        }

        static Setting of(String name, String value) {
            return new Setting(named(name, TEXT).text(4, value));
        }

        static Setting of(String name, int... values) {
            ProtobufWriter message = named(name, INTS);
            for (int value : values) {
                message.whole(8, value);
            }
            return new Setting(message);
        }

        /** One number of a type. */
        static Setting of(String name, OnnxType type, double value) {
            Tensor one = HostNumbers.tensor(new Spec(Shape.of(1), type.carrier()), value);
            return new Setting(named(name, TENSOR).message(5, tensor("", one)));
        }

        private static ProtobufWriter named(String name, int type) {
            return new ProtobufWriter().text(1, name).whole(20, type);
        }
    }

    /** A node with one output, whose name comes back. */
    String node(String operator, List<String> from, Setting... settings) {
        return node(operator, from, 1, settings).getFirst();
    }

    /** A node with several outputs. */
    List<String> node(String operator, List<String> from, int count, Setting... settings) {
        ProtobufWriter message = new ProtobufWriter();
        List<String> made = new ArrayList<>();
        from.forEach(each -> message.text(1, each));
        for (int i = 0; i < count; i++) {
            made.add("%" + next++);
            message.text(2, made.getLast());
        }
        message.text(3, operator + "_" + nodes.size()).text(4, operator);
        for (Setting setting : settings) {
            message.message(5, setting.message());
        }
        nodes.add(message);
        return made;
    }

    /** Whole numbers in a vector; the same ones are written once. */
    String wholes(int... values) {
        return constants.computeIfAbsent(java.util.Arrays.toString(values), _ -> {
            long[] wide = java.util.Arrays.stream(values).asLongStream().toArray();
            return initializer("constant_" + constants.size(), Tensor.of(Shape.of(wide.length), wide));
        });
    }

    /** Sizes in a vector, computed from the first input's batch where they follow it; the same ones are written once. */
    String sizes(Sizes sizes) {
        if (sizes.multiples() == 0) {
            return wholes(sizes.fixed().toArray());
        }
        String known = computed.get(sizes);
        if (known == null) {
            List<String> each = IntStream.range(0, sizes.rank())
                    .mapToObj(i -> sizes.isMultiple(i)
                            ? batches(sizes.times().size(i))
                            : wholes(sizes.fixed().size(i)))
                    .toList();
            known = each.size() == 1 ? each.getFirst() : node("Concat", each, Setting.of("axis", 0L));
            computed.put(sizes, known);
        }
        return known;
    }

    private String batches(int times) {
        Sizes alone = new Sizes(Shape.of(0), Shape.of(times));
        String known = computed.get(alone);
        if (known == null) {
            known = times == 1
                    ? node("Shape", List.of(FIRST), Setting.of("start", 0L), Setting.of("end", 1L))
                    : node("Mul", List.of(batches(1), wholes(times)));
            computed.put(alone, known);
        }
        return known;
    }

    /** One number. */
    String number(OnnxType type, double value) {
        return constants.computeIfAbsent(
                type + " " + value,
                _ -> initializer(
                        "constant_" + constants.size(),
                        HostNumbers.tensor(new Spec(Shape.SCALAR, type.carrier()), value)));
    }

    /** A tensor that nothing changes: a node makes it, as what is an initializer may be taken for a weight. */
    String constant(Tensor value) {
        ProtobufWriter setting = Setting.named("value", TENSOR).message(5, tensor("", value));
        return node("Constant", List.of(), new Setting(setting));
    }

    /** A tensor that belongs to the file, under its name. */
    String initializer(String name, Tensor value) {
        initializers.add(tensor(name, value));
        return name;
    }

    private static ProtobufWriter tensor(String name, Tensor value) {
        byte[] bytes = new byte[Math.toIntExact(value.spec().bytes())];
        value.copyTo(MemorySegment.ofArray(bytes));
        ProtobufWriter message = new ProtobufWriter();
        for (int size : value.shape().toArray()) {
            message.whole(1, size);
        }
        return message.whole(2, OnnxType.of(value.dtype()).number())
                .text(8, name)
                .bytes(9, bytes);
    }

    /** A value that goes in; its name comes back. */
    String input(String name, Spec spec, Sizes sizes) {
        inputs.add(info(name, spec, sizes));
        return name;
    }

    /** Gives a value that comes out the name it has outside. */
    void output(String name, String value, Spec spec, Sizes sizes) {
        nodes.add(new ProtobufWriter()
                .text(1, value)
                .text(2, name)
                .text(3, "Identity_" + nodes.size())
                .text(4, "Identity"));
        outputs.add(info(name, spec, sizes));
    }

    /** The batch has a letter; what is several times as long has none, which is a size known at each run only. */
    private static ProtobufWriter info(String name, Spec spec, Sizes sizes) {
        ProtobufWriter shape = new ProtobufWriter();
        for (int i = 0; i < sizes.rank(); i++) {
            ProtobufWriter size = new ProtobufWriter();
            switch (sizes.times().size(i)) {
                case 0 -> size.whole(1, sizes.fixed().size(i));
                case 1 -> size.text(2, BATCH);
                default -> {}
            }
            shape.message(1, size);
        }
        ProtobufWriter type = new ProtobufWriter()
                .whole(1, OnnxType.of(spec.dtype()).number())
                .message(2, shape);
        return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, type));
    }

    /** The whole {@code GraphProto}. */
    ProtobufWriter message(String name) {
        ProtobufWriter graph = new ProtobufWriter();
        nodes.forEach(each -> graph.message(1, each));
        graph.text(2, name);
        initializers.forEach(each -> graph.message(5, each));
        inputs.forEach(each -> graph.message(11, each));
        outputs.forEach(each -> graph.message(12, each));
        return graph;
    }
}
