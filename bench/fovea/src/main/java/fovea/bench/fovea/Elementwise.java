package fovea.bench.fovea;

import fovea.device.Device;
import fovea.graph.Plan;
import fovea.graph.Trace;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import fovea.train.optim.Adam;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Sgd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * How fast element-wise chains, sums and optimizer updates pass over memory in a compiled step: GB/s of what they must read and write, on
 * arrays far larger than the caches and on some inside, beside what plain loops over arrays reach at most on all cores ({@code y = a + k b},
 * counted alike). Each figure is the best of many runs, the step's own cost included.
 */
public final class Elementwise {
    private static final int LARGE = 1 << 24;
    private static final int[] SIZES = {1 << 12, 1 << 14, 1 << 18, LARGE};
    private static final long NANOS = 400_000_000;
    private static final int LAYERS = 60;

    private Elementwise() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) {
        double peak = triad();
        System.out.printf(Locale.ROOT, "y = a + k b over arrays, all cores: %.1f GB/s%n", peak);
        for (int n : SIZES) {
            Shape shape = Shape.of(n / 64, 64);
            State a = state(shape);
            State z = state(shape);
            State bias = state(Shape.of(1, 64));
            report(
                    "relu(2a + 1) + z",
                    3L * n,
                    peak,
                    () -> a.get().mul(2).add(1).relu().add(z.get()));
            report("exp", 2L * n, peak, () -> a.get().exp());
            report("tanh", 2L * n, peak, () -> a.get().tanh());
            report("sigmoid", 2L * n, peak, () -> a.get().sigmoid());
            report("gelu", 2L * n, peak, () -> a.get().gelu());
            report("bias add", 2L * n, peak, () -> a.get().add(bias.get()));
            report("sum of all", n, peak, () -> a.get().sum());
            report("sum over rows", n, peak, () -> a.get().sum(0));
            report("sum over columns", n, peak, () -> a.get().sum(1));
            report("sum of squares", n, peak, () -> a.get().square().sum());
        }
        for (int classes : new int[] {10, 1000}) {
            State logits = state(Shape.of(128, classes));
            report(
                    "log-softmax of " + classes,
                    2L * 128 * classes,
                    peak,
                    () -> logits.get().logSoftmax());
        }
        for (int n : new int[] {1 << 12, LARGE / LAYERS}) {
            List<Parameter> weights = IntStream.range(0, LAYERS)
                    .mapToObj(_ -> new Parameter(Tensor.full(Shape.of(n), 1)))
                    .toList();
            update("sgd of 60", 3L, weights, Sgd.of(weights), peak);
            update("sgd, momentum", 5L, weights, Sgd.of(weights, 0.9, 1e-4), peak);
            update("adam of 60", 7L, weights, Adam.of(weights), peak);
        }
    }

    private static State state(Shape shape) {
        return new State(Tensor.full(shape, 0.5));
    }

    private static void report(String name, long elements, double peak, Supplier<Tensor> program) {
        State y = new State(Tensor.zeros(shapeOf(program)));
        Plan plan = Plan.of(
                Trace.of(_ -> {
                    y.set(program.get());
                    return List.of();
                }),
                Device.best());
        print(name, elements, peak, plan);
    }

    private static Shape shapeOf(Supplier<Tensor> program) {
        return Trace.of(_ -> List.of(program.get())).outputs().getFirst().spec().shape();
    }

    private static void update(String name, long passes, List<Parameter> weights, Optimizer optimizer, double peak) {
        List<State> gradients =
                weights.stream().map(w -> state(w.spec().shape())).toList();
        Plan plan = Plan.of(
                Trace.of(_ -> {
                    Map<Parameter, Tensor> all = new LinkedHashMap<>();
                    for (int i = 0; i < weights.size(); i++) {
                        all.put(weights.get(i), gradients.get(i).get());
                    }
                    optimizer.step(all);
                    return List.of();
                }),
                Device.best());
        long elements =
                weights.stream().mapToLong(w -> w.spec().shape().elements()).sum();
        print(name, passes * elements, peak, plan);
    }

    private static void print(String name, long elements, double peak, Plan plan) {
        long best = best(plan::run);
        double rate = 4.0 * elements / best;
        System.out.printf(
                Locale.ROOT,
                "%-18s %12d floats %10.2f us %7.1f GB/s %4.0f %%  %s%n",
                name,
                elements,
                best / 1e3,
                rate,
                100 * rate / peak,
                kernels(plan));
    }

    private static String kernels(Plan plan) {
        List<String> names = new ArrayList<>();
        for (Plan.Timing timing : plan.profile()) {
            names.add(timing.kernel());
        }
        return names.size() > 3 ? names.size() + " kernels" : String.join(", ", names);
    }

    /** Nanoseconds of the quickest run, of those that fit the time. */
    private static long best(Runnable run) {
        long best = Long.MAX_VALUE;
        long end = System.nanoTime() + NANOS;
        for (int i = 0; i < 5 || System.nanoTime() < end; i++) {
            long start = System.nanoTime();
            run.run();
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    private static double triad() {
        int threads = Runtime.getRuntime().availableProcessors();
        float[][] arrays = new float[3][LARGE];
        long best = best(() -> {
            List<Thread> team = IntStream.range(0, threads)
                    .mapToObj(t -> Thread.ofPlatform()
                            .start(() ->
                                    triad(arrays[0], arrays[1], arrays[2], (int) ((long) LARGE * t / threads), (int)
                                            ((long) LARGE * (t + 1) / threads))))
                    .toList();
            team.forEach(Elementwise::join);
        });
        return 12.0 * LARGE / best;
    }

    private static void triad(float[] y, float[] a, float[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = a[i] + 3 * b[i];
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }
}
