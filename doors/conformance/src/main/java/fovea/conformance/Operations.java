package fovea.conformance;

import fovea.autograd.Autograd;
import fovea.format.NdArray;
import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Operations by name, as a group: each is run on the case's inputs and, where the case expects gradients, differentiated:
 * the sum over all outputs of output times upstream gradient, by each input that has an expected gradient.
 */
final class Operations implements Group {
    private final Map<String, Operation> operations = new HashMap<>();
    private final Set<String> layers = new HashSet<>();
    private final Map<String, BiFunction<Inputs, Attributes, Operation>> preparations = new HashMap<>();

    /** With an operation of one output. */
    Operations with(String name, Operation.Single operation) {
        operations.put(name, (inputs, attributes) -> Map.of(SINGLE, operation.apply(inputs, attributes)));
        return this;
    }

    /** With an operation of several outputs. */
    Operations withMany(String name, Operation operation) {
        operations.put(name, operation);
        return this;
    }

    /** With a layer: what is differentiated by are its parameters, found by {@link Inputs#parameter}, and so are its inputs. */
    Operations withLayer(String name, Operation operation) {
        layers.add(name);
        return withMany(name, operation);
    }

    /** With a layer of one output, whatever the pack calls it. */
    Operations withLayerOfOne(String name, Operation.Single operation) {
        layers.add(name);
        return with(name, operation);
    }

    /** With a layer that is made for each case; its parameters are the inputs of their names. */
    <L> Operations withModel(String name, BiFunction<Inputs, Attributes, L> make, Application<L> application) {
        layers.add(name);
        preparations.put(name, (inputs, attributes) -> {
            L layer = make.apply(inputs, attributes);
            inputs.putInto(Variables.of(layer).namedParameters());
            return (in, given) -> application.apply(layer, in, given);
        });
        return this;
    }

    /** What a layer that is made gives for the inputs of a case. */
    @FunctionalInterface
    interface Application<L> {
        Map<String, Tensor> apply(L layer, Inputs inputs, Attributes attributes);
    }

    /** Stands for the only output's key. */
    static final String SINGLE = "";

    /** What there is. */
    Stream<String> names() {
        return operations.keySet().stream().sorted();
    }

    /** An operation by its name. */
    Optional<Operation> find(Predicate<String> named) {
        return names().filter(named).findFirst().map(operations::get);
    }

    @Override
    public Map<String, NdArray> run(Case run, Inputs inputs) {
        Operation operation = operation(run, inputs);
        Results results = new Results();
        List<String> by = List.copyOf(run.gradients().keySet());
        if (by.isEmpty()) {
            forward(operation, run, inputs, results);
            return results.arrays();
        }
        if (layers.contains(run.op())) {
            zip(run.gradients().values().stream().toList(), byParameters(operation, run, inputs, by, results))
                    .forEach(results::with);
            return results.arrays();
        }
        List<Tensor> leaves = by.stream().map(inputs::tensor).toList();
        List<Tensor> gradients = Autograd.gradients(
                leaves, watched -> loss(forward(operation, run, inputs.with(zip(by, watched)), results), run, inputs));
        zip(run.gradients().values().stream().toList(), gradients).forEach(results::with);
        return results.arrays();
    }

    private Operation operation(Case run, Inputs inputs) {
        var preparation = preparations.get(run.op());
        Operation operation =
                preparation != null ? preparation.apply(inputs, run.attributes()) : operations.get(run.op());
        if (operation == null) {
            throw new CaseException("no operation " + run.op());
        }
        return operation;
    }

    private static List<Tensor> byParameters(
            Operation operation, Case run, Inputs inputs, List<String> by, Results results) {
        List<Parameter> leaves = by.stream().map(inputs::parameter).toList();
        Map<Parameter, Tensor> gradients = Autograd.valueAndGradients(
                        leaves, () -> loss(forward(operation, run, inputs, results), run, inputs))
                .gradients();
        return leaves.stream()
                .map(leaf -> Optional.ofNullable(gradients.get(leaf)).orElseGet(() -> Tensor.full(leaf.spec(), 0)))
                .toList();
    }

    /** Runs an operation and keeps what it gives. */
    private static Map<String, Tensor> forward(Operation operation, Case run, Inputs inputs, Results results) {
        Map<String, Tensor> outputs = operation.apply(inputs, run.attributes());
        Map<String, Tensor> named =
                outputs.containsKey(SINGLE) ? Map.of(run.onlyOutput(), outputs.get(SINGLE)) : outputs;
        named.forEach(results::with);
        return named;
    }

    private static Tensor loss(Map<String, Tensor> outputs, Case run, Inputs inputs) {
        return run.outputs().stream()
                .flatMap(key -> inputs
                        .upstream(key)
                        .map(dy -> output(outputs, key, dy.spec()).mul(dy).sum())
                        .stream())
                .reduce(Tensor::add)
                .orElseThrow(() -> new CaseException("it expects gradients and has no gradient of an output"));
    }

    private static Tensor output(Map<String, Tensor> outputs, String key, Spec expected) {
        Tensor output = outputs.get(key);
        if (output == null) {
            throw new CaseException("the output '%s' is missing; there are %s".formatted(key, outputs.keySet()));
        }
        if (!output.spec().equals(expected)) {
            throw new CaseException("the output '%s' is %s, expected %s".formatted(key, output.spec(), expected));
        }
        return output;
    }

    private static Map<String, Tensor> zip(List<String> keys, List<Tensor> tensors) {
        Map<String, Tensor> map = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            map.put(keys.get(i), tensors.get(i));
        }
        return map;
    }
}
