package fovea.conformance;

import fovea.format.NdArray;
import fovea.tensor.Parameter;
import fovea.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The input tensors of one case, by key; as tensors of the reading in force, or as plain arrays. */
public final class Inputs {
    private final Function<String, NdArray> arrays;
    private final Case of;
    private final Map<String, Tensor> tensors = new HashMap<>();
    private final Map<String, Parameter> parameters = new HashMap<>();

    Inputs(Pack pack, Case of) {
        this(key -> pack.array(of, key), of);
    }

    private Inputs(Function<String, NdArray> arrays, Case of) {
        this.arrays = arrays;
        this.of = of;
    }

    /** Inputs that are at hand, for an operation that is a part of something. */
    static Inputs of(Map<String, Tensor> values, Map<String, Parameter> learned) {
        return of(values, learned, List.of());
    }

    /** Inputs that are at hand, with keys for the outputs. */
    static Inputs of(Map<String, Tensor> values, Map<String, Parameter> learned, List<String> outputs) {
        List<String> keys = Stream.concat(values.keySet().stream(), learned.keySet().stream())
                .distinct()
                .toList();
        Case part = new Case("", "", "", new Attributes(Map.of()), keys, outputs, Map.of(), Map.of(), Map.of(), "");
        Inputs inputs = new Inputs(
                key -> {
                    throw new CaseException("the input '%s' is a parameter".formatted(key));
                },
                part);
        inputs.tensors.putAll(values);
        inputs.parameters.putAll(learned);
        return inputs;
    }

    public boolean has(String key) {
        return of.inputs().contains(key);
    }

    /** An input as a tensor, which is the same one every time; what a parameter holds, if it is one. */
    public Tensor tensor(String key) {
        check(key);
        Parameter parameter = parameters.get(key);
        if (parameter != null) {
            return parameter.get();
        }
        return tensors.computeIfAbsent(key, k -> Elements.tensor(arrays.apply(k)));
    }

    /** An input as the parameter of a layer, which is the same one every time. */
    public Parameter parameter(String key) {
        check(key);
        return parameters.computeIfAbsent(key, k -> new Parameter(Elements.tensor(arrays.apply(k))));
    }

    /** The inputs that are parameters of layers, by key: those that {@code chosen} lets through, in the case's order. */
    public SequencedMap<String, Parameter> parameters(Predicate<String> chosen) {
        SequencedMap<String, Parameter> found = new LinkedHashMap<>();
        of.inputs().stream().filter(chosen).forEach(key -> found.put(key, parameter(key)));
        return found;
    }

    /** Puts the inputs into a layer's parameters of their names, which stand for them from here on. */
    void putInto(Map<String, Parameter> layer) {
        layer.forEach((key, parameter) -> {
            check(key);
            parameter.set(Elements.tensor(arrays.apply(key)));
            parameters.put(key, parameter);
        });
    }

    /** The first of these inputs that the case has, for operations whose cases name them differently. */
    public Tensor first(String... keys) {
        return tensor(Stream.of(keys).filter(this::has).findFirst().orElse(keys[0]));
    }

    /** The first of these inputs that the case has, or nothing. */
    Optional<Tensor> named(String... keys) {
        return Stream.of(keys).filter(this::has).findFirst().map(this::tensor);
    }

    /** The keys of all inputs, in the order of the case. */
    public List<String> keys() {
        return of.inputs();
    }

    /** The keys of the outputs that are expected, in the order of the case. */
    List<String> outputs() {
        return of.outputs();
    }

    /** An input that not every case has. */
    public Optional<Tensor> optional(String key) {
        return has(key) ? Optional.of(tensor(key)) : Optional.empty();
    }

    /** The i-th input, whatever the pack calls it. */
    Tensor tensor(int i) {
        if (i >= keys().size()) {
            throw new CaseException("input %d is missing; there are %s".formatted(i, keys()));
        }
        return tensor(keys().get(i));
    }

    /** The elements of an input: lengths, samples and other numbers that steer and are not computed with. */
    public NdArray array(String key) {
        check(key);
        return tensors.containsKey(key) ? Elements.array(tensors.get(key)) : arrays.apply(key);
    }

    /** The sizes that are expected of an output, none of one that is not: how many steps there are, where nothing else says. */
    long[] expected(String output) {
        return of.outputs().contains(output) ? arrays.apply(output).shape() : new long[0];
    }

    /** The gradient that reaches an output, or nothing where none does. */
    Optional<Tensor> upstream(String output) {
        return Optional.ofNullable(of.upstream().get(output)).map(key -> Elements.tensor(arrays.apply(key)));
    }

    /** The same inputs, with others in place of some. */
    Inputs with(Map<String, Tensor> replaced) {
        Inputs inputs = new Inputs(arrays, of);
        inputs.tensors.putAll(tensors);
        inputs.tensors.putAll(replaced);
        return inputs;
    }

    private void check(String key) {
        if (!has(key)) {
            throw new CaseException("the input '%s' is missing; there are %s".formatted(key, of.inputs()));
        }
    }
}
