package fovea.bench.fovea;

import fovea.autograd.Autograd;
import fovea.device.Device;
import fovea.device.Region;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
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

/**
 * What it costs to ask for one small op at once: the sum of two {@code f32 [32, 32]}, 4 KiB each, result and memory included. libtorch
 * called from Java takes 0.8 µs for it, and 1.2 µs where it is recorded for a gradient.
 *
 * <p>Each region, and each tape, serves {@value #OPS} sums, as a step of training would; its own cost is in the figures. Many forks,
 * since each JVM compiles a little differently; the median of all iterations is what to quote.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class Overhead {
    private static final int OPS = 100;
    private static final Shape SHAPE = Shape.of(32, 32);

    private final Tensor a = Tensor.full(SHAPE, 1);
    private final Tensor b = Tensor.full(SHAPE, 2);

    /** For JMH. */
    public Overhead() {}

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

    /** In a region and on the tape: recorded for a gradient that then skips them. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public void addOnTape() {
        Region.run(() -> {
            var _ = Autograd.gradients(List.of(a), in -> {
                Tensor x = in.getFirst();
                for (int i = 0; i < OPS; i++) {
                    Tensor _ = x.add(b);
                }
                return x.sum();
            });
        });
    }

    /** Outside any region: the collector gives the memory back. */
    @Benchmark
    public Tensor addLoose() {
        return a.add(b);
    }
}
