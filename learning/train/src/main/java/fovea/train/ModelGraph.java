package fovea.train;

import fovea.format.EventFile;
import fovea.graph.Graph;
import fovea.graph.Trace;
import fovea.nn.Layer;
import fovea.nn.Pass;
import fovea.nn.Variables;
import fovea.tensor.Interpreter;
import fovea.tensor.Op;
import fovea.tensor.Overlay;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A model's answer as the nodes of a graph, each under the name of the layer it is a step of. */
final class ModelGraph {
    private final IdentityHashMap<Variable, String> variables = new IdentityHashMap<>();
    private final Map<Graph.Value, String> names = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final List<EventFile.Node> nodes = new ArrayList<>();

    private ModelGraph(Layer model) {
        Variables.of(model).named().forEach((path, variable) -> variables.put(variable, path));
    }

    static List<EventFile.Node> of(Layer model, Shape x) {
        List<String> paths = new ArrayList<>();
        Graph graph = Trace.of(
                in -> List.of(Pass.inference(
                        () -> new Places(Interpreter.current(), paths).interpret(() -> model.forward(in.getFirst())))),
                Spec.f32(x));
        ModelGraph drawn = new ModelGraph(model);
        Iterator<String> path = paths.iterator();
        graph.nodes().forEach(node -> drawn.add(node, path));
        drawn.add("output", "output", Map.of(), graph.outputs(), List.of());
        return drawn.nodes;
    }

    /** Writes down in which layer each step is. */
    private record Places(Interpreter around, List<String> paths) implements Overlay {
        @Override
        public Tensor[] apply(Op op, Tensor... inputs) {
            paths.add(Pass.path());
            return around.apply(op, inputs);
        }
    }

    private void add(Graph.Node node, Iterator<String> path) {
        switch (node) {
            case Graph.Input(Graph.Value value) -> add("input", "input", Map.of(), List.of(), List.of(value));
            case Graph.Constant(Graph.Value value, Tensor _) ->
                add("constant", "constant", Map.of(), List.of(), List.of(value));
            case Graph.Read(Graph.Value value, Variable variable) ->
                add(
                        variables.getOrDefault(variable, "variable"),
                        variable instanceof Parameter ? "parameter" : "state",
                        Map.of(),
                        List.of(),
                        List.of(value));
            case Graph.Apply(List<Graph.Value> made, Op op, List<Graph.Value> arguments) -> {
                String layer = path.next();
                String name = layer.isEmpty() ? op.label() : layer + "." + op.label();
                add(name, op.label(), Map.of("op", op.toString()), arguments, made);
            }
        }
    }

    private void add(
            String path,
            String op,
            Map<String, String> attributes,
            List<Graph.Value> arguments,
            List<Graph.Value> made) {
        String name = free(path.replace('.', '/'));
        for (int i = 0; i < made.size(); i++) {
            names.put(made.get(i), i == 0 ? name : name + ":" + i);
        }
        List<String> inputs = arguments.stream().map(names::get).toList();
        List<List<Integer>> shapes = made.stream()
                .map(value ->
                        Arrays.stream(value.spec().shape().toArray()).boxed().toList())
                .toList();
        nodes.add(new EventFile.Node(name, op, inputs, attributes, shapes));
    }

    private String free(String wanted) {
        String name = wanted;
        for (int i = 2; !taken.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }
}
