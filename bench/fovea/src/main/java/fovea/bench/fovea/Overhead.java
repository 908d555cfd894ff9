package fovea.bench.fovea;

import fovea.autograd.Autograd;
import fovea.device.Device;
import fovea.device.Region;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What it costs to ask for one small op at once: the sum of two {@code f32 [32, 32]}, 4 KiB each, result and memory included. libtorch
 * called from Java takes 0.8 µs for it, and 1.2 µs where it is recorded for a gradient.
 *
 * <p>Each region, and each tape, serves {@value #OPS} sums, as a step of training would; its own cost is in the figures. Single calls
 * are sampled and the median is quoted, so that a core lent to others now and then does not count; several forks, since each JVM compiles
 * a little differently.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 5,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class Overhead {
    private static final int OPS = 100;
    private static final Shape SHAPE = Shape.of(32, 32);

    private final Tensor a = Tensor.full(SHAPE, 1);
    private final Tensor b = Tensor.full(SHAPE, 2);

    /** For JMH. */
    public Overhead() {}

    /** Prints nanoseconds for one sum: each fork's median, and the median and nine tenths of all calls. */
    public static void main(String[] arguments) throws RunnerException {
        var options =
                new OptionsBuilder().include(Overhead.class.getName() + "\\..*").verbosity(VerboseMode.SILENT);
        System.out.printf("%-14s %10s %10s  %s%n", "ns for one", "median", "nine in 10", "median of each JVM");
        for (RunResult result : new Runner(options.build()).run()) {
            var all = result.getPrimaryResult().getStatistics();
            List<Long> forks = result.getBenchmarkResults().stream()
                    .map(fork ->
                            Math.round(fork.getPrimaryResult().getStatistics().getPercentile(50)))
                    .toList();
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %10.0f %10.0f  %s%n",
                    result.getPrimaryResult().getLabel(),
                    all.getPercentile(50),
                    all.getPercentile(90),
                    forks);
        }
    }

    /** The answer is right, and it is oneDNN's device that gives it. */
    @Setup
    public void check() {
        float[] threes = new float[32 * 32];
        Arrays.fill(threes, 3);
        if (!Device.best().name().equals("onednn")
                || !Arrays.equals(threes, a.add(b).toArray())) {
            throw new IllegalStateException("not the sum, or not on oneDNN");
        }
    }

    /** In a region, which gives the memory back. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public void addInRegion() {
        Region.run(() -> {
            for (int i = 0; i < OPS; i++) {
                Tensor _ = a.add(b);
            }
        });
    }

    /** Outside any region: the collector frees the memory. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public void addOutside(Blackhole hole) {
        for (int i = 0; i < OPS; i++) {
            hole.consume(a.add(b));
        }
    }

    /** In a region and on the tape: recorded for a gradient, which then passes them over. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public void addOnTape() {
        Region.run(() -> {
            List<Tensor> _ = Autograd.gradients(List.of(a), in -> {
                Tensor x = in.getFirst();
                for (int i = 0; i < OPS; i++) {
                    Tensor _ = x.add(b);
                }
                return x.sum();
            });
        });
    }
}
