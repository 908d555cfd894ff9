package fovea.graph;

import fovea.tensor.Interpreter;
import fovea.tensor.Op;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A program as a list of steps, each reading only earlier ones; with the variables it reads and writes. Variables are read as they were
 * before the program, and written after it.
 */
public record Graph(List<Node> nodes, List<Value> inputs, List<Value> outputs, List<Write> writes) {

    public Graph {
        nodes = List.copyOf(nodes);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        writes = List.copyOf(writes);
    }

    /** What a step makes, known by its number. */
    public record Value(int id, Spec spec) {
        @Override
        public String toString() {
            return "%" + id + ":" + spec;
        }
    }

    /** A variable and the value it holds after the program. */
    public record Write(Variable variable, Value value) {}

    /** A step. */
    public sealed interface Node {
        List<Value> values();
    }

    /** An argument of the program. */
    public record Input(Value value) implements Node {
        @Override
        public List<Value> values() {
            return List.of(value);
        }
    }

    /** A tensor that was there when the program was traced. */
    public record Constant(Value value, Tensor tensor) implements Node {
        @Override
        public List<Value> values() {
            return List.of(value);
        }
    }

    /** What a variable held before the program. */
    public record Read(Value value, Variable variable) implements Node {
        @Override
        public List<Value> values() {
            return List.of(value);
        }
    }

    /** An op carried out. */
    public record Apply(List<Value> values, Op op, List<Value> arguments) implements Node {
        public Apply {
            values = List.copyOf(values);
            arguments = List.copyOf(arguments);
        }
    }

    /** Runs the steps one by one under the reading in force: evaluation computes them, a tape differentiates them. */
    public List<Tensor> run(Tensor... arguments) {
        Map<Value, Tensor> values = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            values.put(inputs.get(i), arguments[i]);
        }
        for (Node node : nodes) {
            switch (node) {
                case Input _ -> {}
                case Constant(Value v, Tensor tensor) -> values.put(v, tensor);
                case Read(Value v, Variable variable) -> values.put(v, before(variable));
                case Apply(List<Value> made, Op op, List<Value> from) -> {
                    Tensor[] y = Interpreter.current()
                            .apply(op, from.stream().map(values::get).toArray(Tensor[]::new));
                    for (int i = 0; i < y.length; i++) {
                        values.put(made.get(i), y[i]);
                    }
                }
            }
        }
        for (Write write : writes) {
            write.variable().set(Objects.requireNonNull(values.get(write.value())));
        }
        return outputs.stream().map(values::get).toList();
    }

    /** What {@code variable} held before the program; a copy where the program writes it. */
    private Tensor before(Variable variable) {
        boolean written = writes.stream().anyMatch(w -> w.variable().equals(variable));
        Tensor held = variable.get();
        return written ? Interpreter.current().saved(held, variable) : held;
    }

    /** The same program with other steps. */
    Graph with(List<Node> nodes) {
        return new Graph(nodes, inputs, outputs, writes);
    }

    @Override
    public String toString() {
        String steps = nodes.stream().map(Graph::line).collect(Collectors.joining("\n"));
        String stores = writes.stream()
                .map(w -> "\nwrite %" + w.value().id() + " to " + w.variable())
                .collect(Collectors.joining());
        return steps + stores + "\nreturn " + ids(outputs);
    }

    private static String line(Node node) {
        return switch (node) {
            case Input(Value v) -> v + " = input";
            case Constant(Value v, var _) -> v + " = constant";
            case Read(Value v, var _) -> v + " = read";
            case Apply(List<Value> made, Op op, List<Value> from) ->
                made.stream().map(Value::toString).collect(Collectors.joining(", ")) + " = " + op + " " + ids(from);
        };
    }

    private static String ids(List<Value> values) {
        return values.stream().map(v -> "%" + v.id()).collect(Collectors.joining(" "));
    }
}
