package fovea.onnx;

import fovea.nn.Layer;
import fovea.nn.Named;
import fovea.onnx.model.OnnxArray;
import fovea.onnx.model.OnnxException;
import fovea.onnx.model.OnnxInfo;
import fovea.onnx.model.OnnxModel;
import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.onnx.operator.Program;
import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A network read from ONNX. It runs node by node under the reading in force, so that it can be evaluated, differentiated, traced and
 * compiled like any other layer; its weights are {@link Parameter}s under the names that the file gives them, and the statistics of its
 * batch normalizations {@link State}s.
 *
 * <pre>{@code
 * OnnxNetwork network = OnnxFile.read(Path.of("faces.onnx"));
 * Tensor y = network.forward(x);                       // the first output for the only input
 * Inference fast = network.compile(Shape.of(1, 3, 240, 320));
 * }</pre>
 *
 * <p>Batch normalization uses its statistics as they are, also in training, unless the file asks for those of the batch.
 */
public final class OnnxNetwork implements Layer, Named {
    private final OnnxModel model;
    private final Program program;
    private final SequencedMap<String, Variable> variables;
    private final Map<String, OnnxValue> fixed = new HashMap<>();

    private OnnxNetwork(OnnxModel model, Program program, SequencedMap<String, Variable> variables) {
        this.model = model;
        this.program = program;
        this.variables = variables;
    }

    /**
     * The network of a model.
     *
     * @throws OnnxException if it has unknown operators, or nodes that read what is not there
     */
    public static OnnxNetwork of(OnnxModel model) {
        Program program = Program.of(model);
        Map<String, Learning> roles = Learning.of(model.graph());
        OnnxNetwork network = new OnnxNetwork(model, program, new LinkedHashMap<>());
        for (OnnxArray initializer : model.graph().initializers()) {
            OnnxValue value = initializer.value();
            boolean floating = value instanceof OnnxTensor tensor
                    && tensor.tensor().dtype().isFloating()
                    && !tensor.type().isMini();
            Learning role = roles.getOrDefault(initializer.name(), Learning.NEVER);
            if (!floating || role == Learning.NEVER) {
                network.fixed.put(initializer.name(), value);
            } else {
                Tensor start = ((OnnxTensor) value).tensor();
                network.variables.put(
                        initializer.name(), role == Learning.WEIGHT ? new Parameter(start) : new State(start));
            }
        }
        return network;
    }

    /** What the file says. */
    public OnnxModel model() {
        return model;
    }

    /** What has to be given at each run, in this order: the graph's inputs but those that the file has values for. */
    public List<OnnxInfo> inputs() {
        Set<String> given = model.graph().initializers().stream()
                .map(OnnxArray::name)
                .collect(Collectors.toCollection(HashSet::new));
        return model.graph().inputs().stream()
                .filter(each -> !given.contains(each.name()))
                .toList();
    }

    /** What comes out of each run, in this order. */
    public List<OnnxInfo> outputs() {
        return model.graph().outputs();
    }

    @Override
    public SequencedMap<String, Variable> parts() {
        return Collections.unmodifiableSequencedMap(variables);
    }

    /** The first output for the only input. */
    @Override
    public Tensor forward(Tensor x) {
        return forward(List.of(x)).getFirst();
    }

    /** All outputs for these inputs, in the file's order; for networks from tensors of numbers to such. */
    public List<Tensor> forward(List<Tensor> inputs) {
        List<OnnxValue> values = inputs.stream().<OnnxValue>map(OnnxTensor::of).toList();
        return run(values).stream().map(OnnxNetwork::tensor).toList();
    }

    private static Tensor tensor(OnnxValue value) {
        if (value instanceof OnnxTensor numbers) {
            return numbers.tensor();
        }
        throw new OnnxException(
                "the network", "an output is no tensor of numbers", "call run, which gives values of all kinds");
    }

    /** All outputs for these inputs, in the file's order. Inputs at the end that may be missing can be left out. */
    public List<OnnxValue> run(List<OnnxValue> given) {
        List<OnnxInfo> inputs = inputs();
        if (given.size() != inputs.size()) {
            throw new OnnxException(
                    "the network",
                    "takes %d inputs and is given %d".formatted(inputs.size(), given.size()),
                    "its inputs are " + inputs.stream().map(OnnxInfo::name).toList());
        }
        Map<String, OnnxValue> values = new HashMap<>(fixed);
        for (int i = 0; i < given.size(); i++) {
            values.put(inputs.get(i).name(), given.get(i));
        }
        return program.run(name -> {
            Variable variable = variables.get(name);
            return variable == null ? values.get(name) : current(variable);
        });
    }

    private static OnnxTensor current(Variable variable) {
        return new OnnxTensor(OnnxType.of(variable.spec().dtype()), variable.get(), variable.stored(), false);
    }
}
