package fovea.graph;

import fovea.tensor.Axes;
import fovea.tensor.MaxPool;
import fovea.tensor.Sum;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sums a gradient before the scatter of a max pooling spreads it, where the sum is over all axes it is spread along, as that of a bias is:
 * there are fewer numbers, and no zeros among them.
 *
 * <p>Before: {@code dx = scatter g winner; db = sum dx}. After: {@code dx = scatter g winner; db = sum g}.
 */
final class SumEarly {
    private SumEarly() {}

    static Graph of(Graph graph) {
        Links links = new Links(graph);
        return graph.with(graph.nodes().stream()
                .map(n -> n instanceof Graph.Apply sum && sum.op() instanceof Sum(Axes axes)
                        ? early(sum, axes, links)
                        : n)
                .toList());
    }

    private static Graph.Apply early(Graph.Apply sum, Axes axes, Links links) {
        return links.maker(sum.arguments().getFirst()) instanceof Graph.Apply spread
                        && spread.op() instanceof MaxPool.Scatter scatter
                        && IntStream.range(2, scatter.x().rank()).allMatch(axes::contains)
                ? new Graph.Apply(
                        sum.values(), sum.op(), List.of(spread.arguments().getFirst()))
                : sum;
    }
}
