package fovea.onnx.operator;

import fovea.device.Device;
import fovea.nn.Pass;
import fovea.onnx.model.OnnxArray;
import fovea.onnx.model.OnnxAttribute;
import fovea.onnx.model.OnnxException;
import fovea.onnx.model.OnnxFunction;
import fovea.onnx.model.OnnxGraph;
import fovea.onnx.model.OnnxInfo;
import fovea.onnx.model.OnnxModel;
import fovea.onnx.model.OnnxNode;
import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.Interpreter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a model's graphs node by node under the reading in force. While a program is being traced, nodes whose inputs depend on nothing it
 * is given are evaluated at once, so that shapes, axes and bounds that a network computes are known to the nodes that need them.
 */
public final class Program {
    private final OnnxModel model;
    private final List<List<String>> over;
    private final Map<String, OnnxFunction> functions = new HashMap<>();

    private Program(OnnxModel model) {
        this.model = model;
        this.over = Lifetimes.of(model.graph());
        model.functions().forEach(each -> functions.put(key(each.domain(), each.name(), each.overload()), each));
    }

    /**
     * The program of a model, checked: all operators are known, and nodes read only what is there before them.
     *
     * @throws OnnxException if that is not so; the message names everything unknown
     */
    public static Program of(OnnxModel model) {
        Program program = new Program(model);
        Set<String> unknown = new TreeSet<>();
        program.check(model.graph(), Set.of(), unknown);
        for (OnnxFunction function : model.functions()) {
            Set<String> names = new HashSet<>(function.inputs());
            program.check(function.nodes(), names, unknown);
            function.outputs().forEach(each -> program.expect(each, names, "the function " + function.name()));
        }
        if (!unknown.isEmpty()) {
            throw new OnnxException(
                    "the network",
                    "has unknown operators: " + String.join(", ", unknown),
                    "export it with operators of ONNX's own");
        }
        return program;
    }

    private static String key(String domain, String name, String overload) {
        return domain.equals("ai.onnx") ? ":" + name + ":" + overload : domain + ":" + name + ":" + overload;
    }

    private void check(OnnxGraph graph, Set<String> outer, Set<String> unknown) {
        Set<String> names = new HashSet<>(outer);
        graph.inputs().forEach(each -> names.add(each.name()));
        graph.initializers().forEach(each -> names.add(each.name()));
        check(graph.nodes(), names, unknown);
        for (OnnxInfo output : graph.outputs()) {
            expect(output.name(), names, "the graph");
        }
    }

    private void check(List<OnnxNode> nodes, Set<String> names, Set<String> unknown) {
        for (OnnxNode node : nodes) {
            boolean known = functions.containsKey(key(node.domain(), node.operator(), node.overload()))
                    || Operators.find(node.domain(), node.operator()).isPresent();
            if (!known) {
                unknown.add(node.domain().isEmpty() ? node.operator() : node.domain() + "." + node.operator());
            }
            node.inputs().stream()
                    .filter(each -> !each.isEmpty())
                    .forEach(each -> expect(each, names, node.toString()));
            for (OnnxAttribute attribute : node.attributes().values()) {
                if (attribute instanceof OnnxAttribute.Program(OnnxGraph graph)) {
                    check(graph, names, unknown);
                }
            }
            names.addAll(node.outputs());
        }
    }

    private void expect(String name, Set<String> names, String reader) {
        if (!names.contains(name)) {
            throw new OnnxException(
                    reader,
                    "reads \"%s\", which nothing before it makes".formatted(name),
                    "the network is damaged; export it again");
        }
    }

    /**
     * Runs the model's own graph. Each node is a step of the pass under its name, and each tensor it makes a point of the program under the name
     * that the file gives it.
     *
     * @param given all inputs and initializers by name, each asked for when it is read first
     */
    public List<OnnxValue> run(Function<String, @Nullable OnnxValue> given) {
        Scope scope = Scope.outermost(model.opsets(), given);
        for (int i = 0; i < over.size(); i++) {
            OnnxNode node = model.graph().nodes().get(i);
            Pass.step(node.title(), node.operator(), () -> {
                run(node, scope);
                return node;
            });
            node.outputs().forEach(each -> tap(each, scope));
            over.get(i).forEach(scope::drop);
        }
        return results(model.graph(), scope);
    }

    private static void tap(String name, Scope scope) {
        if (!name.isEmpty() && scope.find(name) instanceof OnnxTensor made && !made.isSettled()) {
            scope.put(name, made.with(Pass.tap(name, made.tensor())));
        }
    }

    /** Runs a graph inside a node. */
    List<OnnxValue> run(OnnxGraph graph, List<OnnxValue> arguments, Scope scope) {
        if (arguments.size() > graph.inputs().size()) {
            throw new OnnxException(
                    "the graph " + graph.name(),
                    "takes %d values and is given %d".formatted(graph.inputs().size(), arguments.size()),
                    "the network is damaged");
        }
        for (int i = 0; i < arguments.size(); i++) {
            scope.put(graph.inputs().get(i).name(), arguments.get(i));
        }
        return run(graph, scope);
    }

    private List<OnnxValue> run(OnnxGraph graph, Scope scope) {
        start(graph, scope);
        graph.nodes().forEach(node -> run(node, scope));
        return results(graph, scope);
    }

    private static void start(OnnxGraph graph, Scope scope) {
        for (OnnxArray initializer : graph.initializers()) {
            scope.put(initializer.name(), evaluated(initializer::value));
        }
    }

    private static List<OnnxValue> results(OnnxGraph graph, Scope scope) {
        return graph.outputs().stream().map(each -> made(each.name(), scope)).toList();
    }

    private static OnnxValue made(String name, Scope scope) {
        return Optional.ofNullable(scope.find(name))
                .orElseThrow(() -> new OnnxException(
                        "the network",
                        "nothing makes \"" + name + "\"",
                        "give it as an input, or export the network again"));
    }

    private void run(OnnxNode node, Scope scope) {
        List<Optional<OnnxValue>> inputs = node.inputs().stream()
                .map(each -> each.isEmpty() ? Optional.<OnnxValue>empty() : Optional.of(made(each, scope)))
                .toList();
        List<OnnxValue> results;
        try {
            results = results(node, inputs, scope);
        } catch (OnnxException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failed(node, inputs, e);
        }
        for (int i = 0; i < node.outputs().size() && i < results.size(); i++) {
            if (!node.outputs().get(i).isEmpty()) {
                scope.put(node.outputs().get(i), results.get(i));
            }
        }
    }

    private static OnnxException failed(OnnxNode node, List<Optional<OnnxValue>> inputs, RuntimeException e) {
        StringBuilder what = new StringBuilder("cannot be run on ");
        for (Optional<OnnxValue> input : inputs) {
            what.append(input.map(value -> value instanceof OnnxTensor t
                                    ? t.type() + t.shape().toString()
                                    : value.getClass().getSimpleName())
                            .orElse("nothing"))
                    .append(' ');
        }
        String message = Optional.ofNullable(e.getMessage()).orElse(e.toString());
        return new OnnxException(node.toString(), what.toString().strip(), message, e);
    }

    private List<OnnxValue> results(OnnxNode node, List<Optional<OnnxValue>> inputs, Scope scope) {
        OnnxFunction function = functions.get(key(node.domain(), node.operator(), node.overload()));
        if (function != null) {
            return call(function, node, inputs, scope);
        }
        Operator operator = Operators.find(node.domain(), node.operator()).orElseThrow();
        long opset = Optional.ofNullable(scope.opsets.get(node.domain()))
                .or(() -> Optional.ofNullable(model.opsets().get(node.domain())))
                .orElse(1L);
        Call call = new Call(node, opset, inputs, scope, this);
        boolean holdsGraphs = node.attributes().values().stream().anyMatch(OnnxAttribute.Program.class::isInstance);
        if (!holdsGraphs
                && isTraced()
                && (operator.equals(Creation.SHAPE)
                        || operator.equals(Creation.SIZE)
                        || inputs.stream().allMatch(Program::isSettled))) {
            return evaluated(() -> operator.apply(call)).stream()
                    .map(Program::settled)
                    .toList();
        }
        return operator.apply(call);
    }

    private List<OnnxValue> call(OnnxFunction function, OnnxNode node, List<Optional<OnnxValue>> inputs, Scope scope) {
        Map<String, OnnxAttribute> settings = new HashMap<>(function.defaults());
        node.attributes().forEach((name, value) -> {
            OnnxAttribute given =
                    value instanceof OnnxAttribute.Reference(String outer) ? scope.settings.get(outer) : value;
            if (given != null) {
                settings.put(name, given);
            }
        });
        Scope inner = scope.function(settings, function.opsets());
        for (int i = 0; i < function.inputs().size() && i < inputs.size(); i++) {
            String name = function.inputs().get(i);
            inputs.get(i).ifPresent(value -> inner.put(name, value));
        }
        Set<String> missing = new HashSet<>(function.inputs());
        for (OnnxNode each : function.nodes()) {
            run(withoutMissing(each, missing, inner), inner);
        }
        List<OnnxValue> results = new ArrayList<>();
        for (int i = 0; i < node.outputs().size(); i++) {
            results.add(made(function.outputs().get(i), inner));
        }
        return results;
    }

    /** A function may read an input that it is not given: for its nodes that is a missing input too. */
    private static OnnxNode withoutMissing(OnnxNode node, Set<String> inputs, Scope scope) {
        if (node.inputs().stream().noneMatch(each -> inputs.contains(each) && scope.find(each) == null)) {
            return node;
        }
        List<String> given = node.inputs().stream()
                .map(each -> inputs.contains(each) && scope.find(each) == null ? "" : each)
                .toList();
        return new OnnxNode(
                node.name(), node.domain(), node.operator(), node.overload(), given, node.outputs(), node.attributes());
    }

    private static boolean isTraced() {
        return Device.evaluating(Interpreter.current()).isEmpty();
    }

    private static boolean isSettled(Optional<OnnxValue> input) {
        return input.isEmpty() || !(input.get() instanceof OnnxTensor tensor) || tensor.isSettled();
    }

    private static OnnxValue settled(OnnxValue value) {
        return value instanceof OnnxTensor tensor ? OnnxTensor.settled(tensor.type(), tensor.tensor()) : value;
    }

    /** Computed at once, whatever reading is in force. */
    private static <T> T evaluated(Supplier<T> work) {
        return isTraced() ? Device.best().use(work) : work.get();
    }
}
