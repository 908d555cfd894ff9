package fovea.onnx.operator;

import fovea.onnx.model.OnnxAttribute;
import fovea.onnx.model.OnnxException;
import fovea.onnx.model.OnnxGraph;
import fovea.onnx.model.OnnxNode;
import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One node being run: its inputs and settings, as its operator reads them. */
final class Call {
    private final OnnxNode node;
    private final long opset;
    private final List<Optional<OnnxValue>> inputs;
    private final Scope scope;
    private final Program program;

    Call(OnnxNode node, long opset, List<Optional<OnnxValue>> inputs, Scope scope, Program program) {
        this.node = node;
        this.opset = opset;
        this.inputs = inputs;
        this.scope = scope;
        this.program = program;
    }

    /** The same node with other inputs. */
    Call with(List<Optional<OnnxValue>> others) {
        return new Call(node, opset, others, scope, program);
    }

    /** The version of the operator set that the node is written in. */
    long opset() {
        return opset;
    }

    String operator() {
        return node.operator();
    }

    List<Optional<OnnxValue>> inputs() {
        return inputs;
    }

    /** How many inputs are given, missing ones between others counted. */
    int count() {
        return inputs.size();
    }

    boolean has(int i) {
        return i < inputs.size() && inputs.get(i).isPresent();
    }

    /** How many outputs the node names. */
    int outputs() {
        return node.outputs().size();
    }

    /** Whether the i-th output has a reader. */
    boolean wants(int i) {
        return i < node.outputs().size() && !node.outputs().get(i).isEmpty();
    }

    OnnxValue value(int i) {
        if (!has(i)) {
            throw wrong("input " + i + " is missing", "the operator needs it; the network is damaged");
        }
        return inputs.get(i).orElseThrow();
    }

    OnnxTensor tensor(int i) {
        if (value(i) instanceof OnnxTensor tensor) {
            return tensor;
        }
        throw wrong("input " + i + " is no tensor of numbers", "the operator needs one; the network is damaged");
    }

    OnnxType type(int i) {
        return tensor(i).type();
    }

    /** The i-th input in the type that operators compute in. */
    Tensor x(int i) {
        return tensor(i).computed();
    }

    /** The i-th input if it is given. */
    @Nullable
    Tensor xOrNull(int i) {
        return has(i) ? x(i) : null;
    }

    Shape shape(int i) {
        return tensor(i).shape();
    }

    long[] longs(int i) {
        return read(tensor(i)).longs();
    }

    int[] ints(int i) {
        return Arrays.stream(longs(i)).mapToInt(Math::toIntExact).toArray();
    }

    double[] doubles(int i) {
        return read(tensor(i)).doubles();
    }

    /** The only element of an input. */
    double number(int i) {
        double[] elements = doubles(i);
        if (elements.length != 1) {
            throw wrong("input %d is %s".formatted(i, shape(i)), "it must have one element");
        }
        return elements[0];
    }

    private OnnxTensor read(OnnxTensor x) {
        return x;
    }

    private @Nullable OnnxAttribute setting(String name) {
        OnnxAttribute attribute = node.attributes().get(name);
        return attribute instanceof OnnxAttribute.Reference(String outer) ? scope.settings.get(outer) : attribute;
    }

    boolean isSet(String name) {
        return setting(name) != null;
    }

    private OnnxException kind(String name, String wanted) {
        return wrong("the setting %s is not %s".formatted(name, wanted), "the network is damaged");
    }

    long whole(String name, long otherwise) {
        return switch (setting(name)) {
            case null -> otherwise;
            case OnnxAttribute.Whole(long value) -> value;
            default -> throw kind(name, "a whole number");
        };
    }

    int integer(String name, int otherwise) {
        return Math.toIntExact(whole(name, otherwise));
    }

    boolean flag(String name, boolean otherwise) {
        return whole(name, otherwise ? 1 : 0) != 0;
    }

    double real(String name, double otherwise) {
        return switch (setting(name)) {
            case null -> otherwise;
            case OnnxAttribute.Real(float value) -> value;
            default -> throw kind(name, "a number");
        };
    }

    String text(String name, String otherwise) {
        return switch (setting(name)) {
            case null -> otherwise;
            case OnnxAttribute.Text(String value) -> value;
            default -> throw kind(name, "a text");
        };
    }

    List<String> texts(String name) {
        return switch (setting(name)) {
            case null -> List.of();
            case OnnxAttribute.Texts(List<String> values) -> values;
            default -> throw kind(name, "a list of texts");
        };
    }

    /** A list of whole numbers; null where it is not set. */
    long @Nullable [] wholes(String name) {
        return switch (setting(name)) {
            case null -> null;
            case OnnxAttribute.Wholes(List<Long> values) ->
                values.stream().mapToLong(Long::longValue).toArray();
            default -> throw kind(name, "a list of whole numbers");
        };
    }

    int[] integers(String name, int... otherwise) {
        long[] values = wholes(name);
        return values == null
                ? otherwise
                : Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    double[] reals(String name) {
        return switch (setting(name)) {
            case null -> new double[0];
            case OnnxAttribute.Reals(List<Float> values) ->
                values.stream().mapToDouble(Float::doubleValue).toArray();
            default -> throw kind(name, "a list of numbers");
        };
    }

    /** A setting of any kind; null where it is not set. */
    @Nullable
    OnnxAttribute attribute(String name) {
        return setting(name);
    }

    OnnxType typeSetting(String name, OnnxType otherwise) {
        long number = whole(name, otherwise.number());
        return OnnxType.of(number)
                .orElseThrow(() -> wrong("the element type %d is unknown".formatted(number), "the network is damaged"));
    }

    /** Runs the graph that is a setting of this node. */
    List<OnnxValue> run(String graph, List<OnnxValue> arguments) {
        return program.run(graph(graph), arguments, scope.inner());
    }

    OnnxGraph graph(String name) {
        if (setting(name) instanceof OnnxAttribute.Program(OnnxGraph value)) {
            return value;
        }
        throw kind(name, "a graph");
    }

    /** The axis that {@code axis}, perhaps counted from the end, means among so many. */
    int axis(long axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw wrong(
                    "there is no axis %d among %d".formatted(axis, rank),
                    "the network is damaged, or was given the wrong shape");
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }

    /** The one output, of the first input's type. */
    List<OnnxValue> one(Tensor y) {
        return List.of(Carrying.as(type(0), y));
    }

    List<OnnxValue> one(OnnxType type, Tensor y) {
        return List.of(Carrying.as(type, y));
    }

    OnnxException wrong(String what, String remedy) {
        return new OnnxException(node.toString(), what, remedy);
    }
}
