package fovea.graph;

import fovea.device.Device;
import fovea.device.DeviceTensor;
import fovea.device.Kernel;
import fovea.device.Kernels;
import fovea.device.Operand;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A graph made ready to run on one device: kernels prepared, layouts settled, every value at a fixed place in one slab. A run allocates
 * nothing but the outputs it returns.
 */
public final class Plan {
    private final Device device;
    private final Graph graph;
    private final List<Step> steps;
    private final List<DeviceTensor> inputs;
    private final List<DeviceTensor> outputs;
    private final List<Object> held;
    private final long bytes;

    /** One kernel with its memory bound; {@code what} is for people. */
    record Step(Kernel kernel, MemorySegment[] in, MemorySegment[] out, String what, Planned seen) {}

    /**
     * One step as people look at it.
     *
     * @param op what it does, such as {@code MatMul[]} or {@code move}
     * @param kernel which implementation does it
     */
    public record Planned(String op, String kernel, List<Slot> in, List<Slot> out) {
        public Planned {
            in = List.copyOf(in);
            out = List.copyOf(out);
        }
    }

    /**
     * Where a value lies while a step reads or writes it.
     *
     * @param offset bytes from the slab's beginning, or {@link #OUTSIDE} where it is a variable or a constant
     */
    public record Slot(Operand operand, long offset) {
        /** The offset of what has memory of its own. */
        public static final long OUTSIDE = -1;
    }

    /** What one step took. */
    public record Timing(String what, String kernel, double milliseconds) {}

    Plan(
            Device device,
            Graph graph,
            List<Step> steps,
            List<DeviceTensor> inputs,
            List<DeviceTensor> outputs,
            List<Object> held,
            long bytes) {
        this.device = device;
        this.graph = graph;
        this.steps = List.copyOf(steps);
        this.inputs = inputs;
        this.outputs = outputs;
        this.held = List.copyOf(held);
        this.bytes = bytes;
    }

    /** Rewrites {@code graph} for speed and lays it out for {@code device}. */
    public static Plan of(Graph graph, Device device) {
        Graph lean = DropDead.of(FoldConstants.of(ShareEqual.of(DropDead.of(graph)), device));
        boolean halves = !device.roundsAfterEachOp();
        Graph normed = FuseBatchNorm.of(ExpandLast.of(TurnProducts.of(lean)));
        // Both change the sign of zeros or the order of a sum.
        Graph pooled = halves ? SumEarly.of(PoolFirst.of(normed)) : normed;
        Graph fused = FuseEpilogue.inTraining(pooled, halves);
        return laidOut(fused, device);
    }

    /** As {@link #of}, with the weights as they are now. */
    static Plan ofInference(Graph graph, Device device) {
        return laidOut(DropWinners.of(folded(graph, device)), device);
    }

    /** As {@link #ofInference}, with convolutions and products in 8 bits. */
    static Plan ofInt8(Graph graph, Device device, List<List<Tensor>> examples) {
        Graph folded = DropDead.of(FoldConstants.throughout(folded(graph, device), device));
        Map<Graph.Value, Spread> seen = Calibration.of(folded, device, QuantizeProducts.watched(folded), examples);
        return laidOut(DropWinners.of(DropDead.of(QuantizeProducts.of(folded, seen))), device);
    }

    /** With the weights as they are now, what depends on them alone worked out, and results stored finished. */
    private static Graph folded(Graph graph, Device device) {
        Graph frozen = FoldConstants.of(ShareEqual.of(DropDead.of(Freeze.of(graph))), device);
        Graph folded = FoldScale.of(DropDead.of(FoldBounds.of(frozen)), device);
        return DropDead.of(FuseEpilogue.inInference(DropDead.of(folded), !device.roundsAfterEachOp()));
    }

    private static Plan laidOut(Graph graph, Device device) {
        boolean halves = !device.roundsAfterEachOp();
        return new Planner(FuseElementwise.of(halves ? WidenAtReaders.of(graph) : graph, halves), device).plan();
    }

    /** Runs all steps; variables are written, outputs are fresh tensors. */
    public List<Tensor> run(Tensor... arguments) {
        check(arguments);
        List<Tensor> results = new ArrayList<>();
        Kernels kernels = Kernels.of(device);
        try {
            Kernels.exclusively(() -> {
                graph.writes().forEach(write -> write.variable().written());
                take(arguments);
                for (Step step : steps) {
                    step.kernel.run(step.in, step.out);
                }
                outputs.forEach(y -> results.add(kernels.copied(y, "output of a plan")));
            });
        } finally {
            Reference.reachabilityFence(held);
        }
        return results;
    }

    private void take(Tensor... arguments) {
        Kernels kernels = Kernels.of(device);
        for (int i = 0; i < arguments.length; i++) {
            kernels.copy(DeviceTensor.of(arguments[i]), inputs.get(i));
        }
    }

    /** Runs once, timing each step; for people who look for what is slow. Variables are written as in any run. */
    public List<Timing> profile(Tensor... arguments) {
        check(arguments);
        List<Timing> timings = new ArrayList<>();
        try {
            Kernels.exclusively(() -> {
                graph.writes().forEach(write -> write.variable().written());
                take(arguments);
                for (Step step : steps) {
                    long start = System.nanoTime();
                    step.kernel.run(step.in, step.out);
                    timings.add(new Timing(step.what, step.kernel.name(), (System.nanoTime() - start) / 1e6));
                }
            });
        } finally {
            Reference.reachabilityFence(held);
        }
        return timings;
    }

    private void check(Tensor... arguments) {
        boolean fits = arguments.length == inputs.size();
        for (int i = 0; fits && i < arguments.length; i++) {
            fits = arguments[i].spec().equals(inputs.get(i).spec());
        }
        if (!fits) {
            throw new ShapeException(
                    "run",
                    "the inputs are "
                            + List.of(arguments).stream().map(Tensor::spec).toList(),
                    "the plan was made for " + inputs.stream().map(Tensor::spec).toList());
        }
    }

    /** What is done, in order; an output at an input's offset took that input's memory over. */
    public List<Planned> steps() {
        return steps.stream().map(Step::seen).toList();
    }

    /** Bytes of the slab that all values between inputs and outputs share. */
    public long bytes() {
        return bytes;
    }

    public Graph graph() {
        return graph;
    }

    /** The steps with their kernels and layouts, a line each. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append(String.format(Locale.ROOT, "%-70s %s%n", step.what, step.kernel.name()));
        }
        return text.append(String.format(Locale.ROOT, "%,d bytes in one slab%n", bytes))
                .toString();
    }
}
