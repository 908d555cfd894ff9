package fovea.onnx;

import fovea.onnx.model.OnnxArray;
import fovea.onnx.model.OnnxAttribute;
import fovea.onnx.model.OnnxException;
import fovea.onnx.model.OnnxGraph;
import fovea.onnx.model.OnnxInfo;
import fovea.onnx.model.OnnxModel;
import fovea.onnx.model.OnnxNode;
import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The part of a model that makes one of its values, for any number of pictures at a time. Files for one picture at a time give values shapes
 * that begin with 1; there that 1 is meant as the batch and becomes what the other sizes leave, or the first size there is.
 */
final class Trunk {
    private final OnnxModel model;
    private final Map<String, OnnxArray> arrays = new LinkedHashMap<>();
    private final Map<String, OnnxArray> constants = new HashMap<>();

    /** The names of what depends on the input. */
    private final Set<String> made = new HashSet<>();

    private Trunk(OnnxModel model) {
        this.model = model;
        model.graph().initializers().forEach(each -> arrays.put(each.name(), each));
        model.graph().inputs().stream()
                .map(OnnxInfo::name)
                .filter(each -> !arrays.containsKey(each))
                .forEach(made::add);
    }

    /**
     * The part that makes this value.
     *
     * @throws OnnxException if graphs lie within its nodes
     */
    static OnnxModel of(OnnxModel model, String value) {
        return new Trunk(model).upTo(value);
    }

    private OnnxModel upTo(String value) {
        List<OnnxNode> nodes = needed(value).stream().map(this::forAnyBatch).toList();
        Set<String> read = new HashSet<>();
        nodes.forEach(node -> read.addAll(node.inputs()));
        OnnxGraph graph = model.graph();
        List<OnnxArray> kept = arrays.values().stream()
                .filter(each -> read.contains(each.name()))
                .toList();
        List<OnnxInfo> inputs = graph.inputs().stream()
                .filter(each -> !arrays.containsKey(each.name()))
                .toList();
        List<OnnxInfo> outputs = List.of(new OnnxInfo(value, OnnxInfo.Type.UNKNOWN));
        return new OnnxModel(
                model.irVersion(),
                model.opsets(),
                new OnnxGraph(graph.name(), nodes, kept, inputs, outputs),
                model.functions(),
                model.metadata());
    }

    private List<OnnxNode> needed(String value) {
        Set<String> wanted = new HashSet<>(Set.of(value));
        List<OnnxNode> needed = new ArrayList<>();
        for (OnnxNode node : model.graph().nodes().reversed()) {
            if (node.outputs().stream().anyMatch(wanted::contains)) {
                if (node.attributes().values().stream().anyMatch(OnnxAttribute.Program.class::isInstance)) {
                    throw new OnnxException(
                            node.toString(), "holds graphs of its own", "give a network without branches and loops");
                }
                needed.add(node);
                wanted.addAll(node.inputs());
            }
        }
        return needed.reversed();
    }

    private OnnxNode forAnyBatch(OnnxNode node) {
        if (node.operator().equals("Constant")
                && node.attributes().get("value") instanceof OnnxAttribute.Array(OnnxArray array)) {
            constants.put(node.outputs().getFirst(), array);
        }
        boolean isMade = node.inputs().stream().anyMatch(made::contains);
        OnnxNode open = isMade && node.operator().equals("Reshape") ? reshaping(node) : node;
        if (isMade) {
            made.addAll(node.outputs());
        }
        return open;
    }

    private OnnxNode reshaping(OnnxNode node) {
        OnnxArray to = node.inputs().size() == 2 ? array(node.inputs().get(1)) : null;
        if (to == null || to.type() != OnnxType.INT64) {
            return node;
        }
        long[] sizes = ((OnnxTensor) to.value()).longs();
        if (sizes.length == 0 || sizes[0] != 1 || LongStream.of(sizes).anyMatch(size -> size == 0)) {
            return node;
        }
        sizes[0] = LongStream.of(sizes).anyMatch(size -> size < 0) ? 0 : -1;
        ByteBuffer bytes = ByteBuffer.allocate(sizes.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(sizes).forEach(bytes::putLong);
        String name = node.outputs().getFirst() + ".shape";
        arrays.put(
                name, new OnnxArray(name, OnnxType.INT64, to.shape(), MemorySegment.ofArray(bytes.array()), List.of()));
        Map<String, OnnxAttribute> settings = new HashMap<>(node.attributes());
        settings.remove("allowzero");
        return new OnnxNode(
                node.name(),
                node.domain(),
                node.operator(),
                node.overload(),
                List.of(node.inputs().getFirst(), name),
                node.outputs(),
                settings);
    }

    private @Nullable OnnxArray array(String name) {
        OnnxArray given = arrays.get(name);
        return given != null ? given : constants.get(name);
    }
}
