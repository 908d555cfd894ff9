package fovea.onnx;

import fovea.format.ProtobufWriter;
import fovea.format.WholeFile;
import fovea.graph.Graph;
import fovea.graph.Trace;
import fovea.nn.Layer;
import fovea.nn.Variables;
import fovea.onnx.model.OnnxException;
import fovea.tensor.Binary;
import fovea.tensor.Expand;
import fovea.tensor.Reshape;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Layers written as ONNX, opset 17: what they do to an input of one shape, as they answer and not as they learn. Parameters and states keep
 * the names that {@link Variables} finds for them; the input is called {@code x}, the output {@code y}.
 *
 * <p>The first size of that shape, the batch, is left open: {@code [1, 3, 224, 224]} is written as {@code [N, 3, 224, 224]}, and the file runs
 * with any N. Only where the layer is another program for another batch, such as one that takes a mean over it or is unrolled along it, the file
 * is for the batch given.
 */
public final class OnnxExport {
    private static final long IR_VERSION = 8;
    private static final long OPSET = 17;

    private final GraphWriter writer = new GraphWriter();
    private final Map<Graph.Value, String> names = new HashMap<>();
    private final Map<Graph.Value, Graph.Apply> makers = new HashMap<>();
    private final Function<Graph.Value, Sizes> sizes;

    private OnnxExport(Function<Graph.Value, Sizes> sizes) {
        this.sizes = sizes;
    }

    /** A file, and whether it is for any batch. */
    private record Written(ProtobufWriter file, boolean isForAnyBatch) {}

    /**
     * Writes {@code layer} for inputs of this shape, {@code f32}, to {@code file}.
     *
     * @return whether the file runs with any batch, and not with that of {@code x} alone
     * @throws OnnxException naming an op that has no counterpart in ONNX
     */
    public static boolean write(Path file, Layer layer, Shape x) {
        return write(file, layer, x, Map.of());
    }

    /**
     * The same with words beside it, such as the names of classes, which {@link fovea.onnx.model.OnnxModel#metadata} gives back.
     *
     * @throws OnnxException naming an op that has no counterpart in ONNX
     */
    public static boolean write(Path file, Layer layer, Shape x, Map<String, String> metadata) {
        Written written = written(layer, x);
        new TreeMap<>(metadata)
                .forEach((key, value) -> written.file()
                        .message(14, new ProtobufWriter().text(1, key).text(2, value)));
        long size = written.file().size();
        if (size > Integer.MAX_VALUE) {
            throw new OnnxException(
                    "export",
                    "%s would have %,d bytes, and an ONNX file holds at most %,d"
                            .formatted(file, size, Integer.MAX_VALUE),
                    "save its weights as safetensors");
        }
        WholeFile.write(file, size, written.file()::writeTo);
        return written.isForAnyBatch();
    }

    /** The bytes of such a file. */
    public static byte[] bytes(Layer layer, Shape x) {
        return written(layer, x).file().toBytes();
    }

    private static Written written(Layer layer, Shape x) {
        Map<Variable, String> variables = new HashMap<>();
        Variables.of(layer).named().forEach((name, variable) -> variables.put(variable, name));
        Function<Shape, Graph> traced = shape -> traced(in -> List.of(layer.forward(in.getFirst())), Spec.f32(shape));
        Graph given = traced.apply(x);
        return AnyBatch.of(traced, given, x)
                .map(any -> new Written(
                        message(
                                any.graph(),
                                variables,
                                value -> Objects.requireNonNull(any.sizes().get(value))),
                        true))
                .orElseGet(() -> new Written(message(given, variables, OnnxExport::fixed), false));
    }

    private static Sizes fixed(Graph.Value value) {
        return Sizes.of(value.spec().shape());
    }

    /**
     * The bytes of a file with a function of several tensors, named {@code x0}, {@code x1}, …, to several, {@code y0}, {@code y1}, ….
     *
     * @param variables what the function reads, with its names
     */
    public static byte[] bytes(
            Function<List<Tensor>, List<Tensor>> program, Map<Variable, String> variables, Spec... inputs) {
        return message(traced(program, inputs), variables, OnnxExport::fixed).toBytes();
    }

    private static Graph traced(Function<List<Tensor>, List<Tensor>> program, Spec... inputs) {
        Graph graph = Trace.of(program, inputs);
        if (!graph.writes().isEmpty()) {
            throw new OnnxException(
                    "export", "the program changes a variable", "export layers as they answer, not as they learn");
        }
        return graph;
    }

    private static ProtobufWriter message(
            Graph graph, Map<Variable, String> variables, Function<Graph.Value, Sizes> sizes) {
        return new ProtobufWriter()
                .whole(1, IR_VERSION)
                .text(2, "fovea")
                .message(7, new OnnxExport(sizes).graph(graph, variables))
                .message(8, new ProtobufWriter().text(1, "").whole(2, OPSET));
    }

    private ProtobufWriter graph(Graph graph, Map<Variable, String> variables) {
        for (Graph.Node node : graph.nodes()) {
            if (node instanceof Graph.Apply apply) {
                apply.values().forEach(each -> makers.put(each, apply));
            }
        }
        Set<Graph.Value> needed = needed(graph);
        for (int i = 0; i < graph.inputs().size(); i++) {
            Graph.Value input = graph.inputs().get(i);
            String name = graph.inputs().size() == 1 ? GraphWriter.FIRST : GraphWriter.FIRST + i;
            names.put(input, writer.input(name, input.spec(), sizes.apply(input)));
        }
        for (Graph.Node node : graph.nodes()) {
            if (node.values().stream().anyMatch(needed::contains)) {
                write(node, variables);
            }
        }
        for (int i = 0; i < graph.outputs().size(); i++) {
            Graph.Value output = graph.outputs().get(i);
            writer.output(
                    graph.outputs().size() == 1 ? "y" : "y" + i, name(output), output.spec(), sizes.apply(output));
        }
        return writer.message("fovea");
    }

    /** The values that outputs depend on. */
    private Set<Graph.Value> needed(Graph graph) {
        Set<Graph.Value> needed = new HashSet<>(graph.outputs());
        for (Graph.Node node : graph.nodes().reversed()) {
            if (node instanceof Graph.Apply apply && apply.values().stream().anyMatch(needed::contains)) {
                needed.addAll(arguments(apply));
            }
        }
        return needed;
    }

    /** An op's arguments, without the expansions that ONNX does by itself where two tensors meet. */
    private List<Graph.Value> arguments(Graph.Apply apply) {
        Folded folded = Folded.of(apply, makers);
        if (folded != null) {
            return folded.inputs();
        }
        List<Graph.Value> arguments = new ArrayList<>(apply.arguments());
        if (apply.op() instanceof Binary) {
            int shortened = isExpanded(arguments.get(1)) ? 1 : isExpanded(arguments.get(0)) ? 0 : -1;
            if (shortened >= 0) {
                arguments.set(shortened, unspread(arguments.get(shortened)));
            }
        }
        return Collections.unmodifiableList(arguments);
    }

    /** What was expanded; of one number the number itself. */
    private Graph.Value unspread(Graph.Value value) {
        Graph.Value from = value;
        Graph.Apply maker = makers.get(from);
        while (maker != null
                && (maker.op() instanceof Expand
                        || (maker.op() instanceof Reshape && from.spec().shape().elements() == 1))) {
            from = maker.arguments().getFirst();
            maker = makers.get(from);
        }
        return from;
    }

    private boolean isExpanded(Graph.Value value) {
        Graph.Apply maker = makers.get(value);
        return maker != null && maker.op() instanceof Expand;
    }

    private String name(Graph.Value value) {
        String name = names.get(value);
        if (name == null) {
            throw new OnnxException(
                    "export",
                    "the program needs an output of an op that ONNX does not give",
                    "leave out what reads it");
        }
        return name;
    }

    private void write(Graph.Node node, Map<Variable, String> variables) {
        switch (node) {
            case Graph.Input _ -> {}
            case Graph.Constant(Graph.Value value, Tensor tensor) -> names.put(value, writer.constant(tensor));
            case Graph.Read(Graph.Value value, Variable variable) ->
                names.put(
                        value,
                        writer.initializer(
                                variables.getOrDefault(variable, "variable_" + value.id()), variable.stored()));
            case Graph.Apply apply -> {
                List<Graph.Value> arguments = arguments(apply);
                List<String> from = arguments.stream().map(this::name).toList();
                Folded folded = Folded.of(apply, makers);
                List<String> made = folded != null
                        ? List.of(writer.node(
                                folded.operator(), from, folded.settings().toArray(GraphWriter.Setting[]::new)))
                        : new OpWriter(writer, sizes).write(apply.op(), from, arguments, apply.values());
                for (int i = 0; i < made.size(); i++) {
                    names.put(apply.values().get(i), made.get(i));
                }
            }
        }
    }
}
