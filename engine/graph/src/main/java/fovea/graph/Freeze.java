package fovea.graph;

import fovea.tensor.Variable;

/** Takes variables for what they hold now, so that what depends on them alone can be worked out beforehand. */
final class Freeze {
    private Freeze() {}

    static Graph of(Graph graph) {
        if (!graph.writes().isEmpty()) {
            Variable written = graph.writes().getFirst().variable();
            throw new IllegalArgumentException("a program whose weights stay as they are writes " + written
                    + System.lineSeparator() + "  trace it outside Pass.training, or use Compiled");
        }
        return graph.with(graph.nodes().stream()
                .map(n -> n instanceof Graph.Read(Graph.Value value, Variable variable)
                        ? new Graph.Constant(value, variable.stored())
                        : n)
                .toList());
    }
}
