package fovea.graph;

import fovea.device.Device;
import fovea.device.Region;
import fovea.tensor.Op;
import fovea.tensor.ShapeException;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs a graph on examples and looks how far from 0 the numbers of some of its values lie. */
final class Calibration {
    private final Graph graph;
    private final Device device;
    private final Map<Graph.Value, Spread> spreads = new HashMap<>();

    private Calibration(Graph graph, Device device, Set<Graph.Value> watched) {
        this.graph = graph;
        this.device = device;
        watched.forEach(v -> spreads.put(v, new Spread()));
    }

    /**
     * What was seen of each watched value.
     *
     * @param examples arguments of the program, one list a run
     */
    static Map<Graph.Value, Spread> of(
            Graph graph, Device device, Set<Graph.Value> watched, List<List<Tensor>> examples) {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("there are no examples to calibrate with" + System.lineSeparator()
                    + "  give some inputs such as the program will be given; dozens do");
        }
        Calibration calibration = new Calibration(graph, device, watched);
        for (List<Tensor> example : examples) {
            calibration.check(example);
            Region.run(() -> calibration.run(example));
        }
        return calibration.spreads;
    }

    private void check(List<Tensor> example) {
        List<Spec> wanted = graph.inputs().stream().map(Graph.Value::spec).toList();
        List<Spec> given = example.stream().map(Tensor::spec).toList();
        if (!given.equals(wanted)) {
            throw new ShapeException("calibrate", "an example is " + given, "the program is compiled for " + wanted);
        }
    }

    private void run(List<Tensor> example) {
        Map<Graph.Value, Tensor> values = new HashMap<>();
        for (int i = 0; i < example.size(); i++) {
            take(graph.inputs().get(i), example.get(i), values);
        }
        for (Graph.Node node : graph.nodes()) {
            switch (node) {
                case Graph.Input _ -> {}
                case Graph.Constant(Graph.Value value, Tensor tensor) -> take(value, tensor, values);
                case Graph.Read read -> throw new IllegalStateException(read + " is not frozen");
                case Graph.Apply(var made, Op op, var from) -> {
                    Tensor[] y = device.interpreter()
                            .apply(op, from.stream().map(values::get).toArray(Tensor[]::new));
                    for (int i = 0; i < y.length; i++) {
                        take(made.get(i), y[i], values);
                    }
                }
            }
        }
    }

    private void take(Graph.Value value, Tensor tensor, Map<Graph.Value, Tensor> values) {
        values.put(value, tensor);
        Spread spread = spreads.get(value);
        if (spread != null) {
            spread.add(tensor.toArray());
        }
    }
}
