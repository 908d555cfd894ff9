package fovea.graph;

import fovea.tensor.Interpreter;
import fovea.tensor.Op;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Writes each step down instead of computing it. */
public final class Trace implements Interpreter {
    private final Interpreter parent = Interpreter.current();
    private final List<Graph.Node> nodes = new ArrayList<>();
    private final IdentityHashMap<Variable, Tensor> variables = new IdentityHashMap<>();
    private final IdentityHashMap<Tensor, Traced> constants = new IdentityHashMap<>();
    private final Map<Variable, Graph.Value> writes = new LinkedHashMap<>();
    private int next;

    private Trace() {}

    private static final class Traced extends Tensor {
        final Trace trace;
        final Graph.Value value;

        Traced(Trace trace, Graph.Value value) {
            super(value.spec());
            this.trace = trace;
            this.value = value;
        }

        @Override
        public void copyTo(MemorySegment target) {
            throw new IllegalStateException(
                    "this " + spec() + " tensor is being traced: it has a shape but no elements yet"
                            + System.lineSeparator()
                            + "  read elements outside the traced function, or leave the function untraced");
        }

        @Override
        public String toString() {
            return "traced " + value;
        }
    }

    /** The graph of {@code program} for inputs of these shapes. */
    public static Graph of(Function<List<Tensor>, List<Tensor>> program, Spec... specs) {
        Trace trace = new Trace();
        List<Tensor> inputs = new ArrayList<>();
        for (Spec spec : specs) {
            Graph.Value value = trace.fresh(spec);
            inputs.add(trace.add(new Graph.Input(value), value));
        }
        List<Tensor> outputs = trace.interpret(() -> program.apply(List.copyOf(inputs)));
        List<Graph.Value> returned = outputs.stream().map(trace::value).toList();
        return new Graph(
                trace.nodes,
                inputs.stream().map(trace::value).toList(),
                returned,
                trace.writes.entrySet().stream()
                        .map(e -> new Graph.Write(e.getKey(), e.getValue()))
                        .toList());
    }

    @Override
    public Tensor[] apply(Op op, Tensor... inputs) {
        Graph.Value[] arguments = new Graph.Value[inputs.length];
        Spec[] specs = new Spec[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            arguments[i] = value(inputs[i]);
            specs[i] = inputs[i].spec();
        }
        List<Graph.Value> made = new ArrayList<>();
        for (Spec spec : op.infer(specs)) {
            made.add(fresh(spec));
        }
        nodes.add(new Graph.Apply(made, op, List.of(arguments)));
        return made.stream().map(v -> new Traced(this, v)).toArray(Tensor[]::new);
    }

    @Override
    public Tensor read(Variable variable) {
        Tensor known = variables.get(variable);
        if (known == null) {
            Graph.Value value = fresh(variable.spec());
            known = add(new Graph.Read(value, variable), value);
            variables.put(variable, known);
        }
        return known;
    }

    @Override
    public void write(Variable variable, Tensor value) {
        writes.put(variable, value(value));
        variables.put(variable, value);
    }

    /** A value of a graph stays what it is. */
    @Override
    public Tensor saved(Tensor value, Variable variable) {
        return value;
    }

    @Override
    public Tensor constant(Spec spec, MemorySegment elements) {
        return constant(parent.constant(spec, elements));
    }

    @Override
    public Tensor own(Tensor value) {
        throw new IllegalStateException("a variable of " + value.spec() + " was made inside a traced function"
                + System.lineSeparator() + "  make models and optimizers outside, and use them inside");
    }

    private Graph.Value value(Tensor tensor) {
        return tensor instanceof Traced t && t.trace == this ? t.value : constant(tensor).value;
    }

    private Traced constant(Tensor tensor) {
        if (tensor instanceof Traced t) {
            throw new IllegalStateException("a traced " + t.spec() + " tensor escaped the function that was traced"
                    + System.lineSeparator() + "  return it from that function instead");
        }
        return constants.computeIfAbsent(tensor, t -> {
            Graph.Value value = fresh(t.spec());
            return add(new Graph.Constant(value, t), value);
        });
    }

    private Traced add(Graph.Node node, Graph.Value value) {
        nodes.add(node);
        return new Traced(this, value);
    }

    private Graph.Value fresh(Spec spec) {
        return new Graph.Value(next++, spec);
    }
}
