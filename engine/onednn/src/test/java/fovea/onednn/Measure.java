package fovea.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Measures what this binding costs: calls, team, convolutions, and what idle threads burn. Run by hand; {@code short} leaves the second half out.
 *
 * <p>Figures are the best of several rounds (median for the mixed ones): the machine may be shared.
 */
final class Measure {

    private static final DataType F32 = DataType.F32;

    private Measure() {}

    public static void main(String[] args) throws Exception {
        long start = System.nanoTime();
        String reason = Natives.reason();
        if (reason != null) {
            System.out.println(reason);
            return;
        }
        System.out.printf(
                "loaded in %.0f ms, oneDNN %s, %d threads%n", since(start) * 1e3, Dnnl.version(), Team.threads());
        calls();
        team();
        twoSmallPrimitives();
        mixed();
        if (args.length > 0 && args[0].equals("short")) {
            return;
        }
        convolutions();
        idle();
        otherOwner();
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Seconds per turn, the best of 9 rounds. */
    private static double best(int turns, Runnable work) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 9; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < turns; i++) {
                work.run();
            }
            best = Math.min(best, since(start) / turns);
        }
        return best;
    }

    private static Runnable relu(Data x) {
        Primitive p = Eltwise.forward(Pass.TRAINING, Eltwise.Kind.RELU, x.desc(), x.desc(), 0, 0, Attributes.NONE);
        MemorySegment[] memory = {x.memory(), x.memory()};
        return () -> p.execute(MemorySegment.NULL, memory);
    }

    private static void calls() {
        Team.threads(1);
        Runnable tiny = relu(Data.zeros(MemoryDesc.dense(F32, 1)));
        System.out.printf("one-element ReLU, 1 thread: %.0f ns%n", best(100_000, tiny) * 1e9);
        Team.threads(2);
        System.out.printf("one-element ReLU, 2 threads set: %.0f ns%n", best(100_000, tiny) * 1e9);
    }

    private static void team() {
        Team.threads(2);
        int[] sink = new int[64];
        System.out.printf(
                "empty Team.run, 2 threads: %.2f us%n",
                best(20_000, () -> Team.run((part, _) -> sink[part * 32]++)) * 1e6);
        ForkJoinPool pool = new ForkJoinPool(2);
        System.out.printf(
                "empty loop on a ForkJoinPool of 2: %.2f us%n",
                best(5_000, () -> fork(pool, part -> sink[part * 32]++)) * 1e6);
        pool.shutdown();
    }

    private static void fork(ForkJoinPool pool, IntConsumer part) {
        ForkJoinTask<?> other = pool.submit(() -> part.accept(1));
        part.accept(0);
        other.join();
    }

    private static void twoSmallPrimitives() {
        Runnable first = relu(Data.zeros(MemoryDesc.dense(F32, 32, 512)));
        Runnable second = relu(Data.zeros(MemoryDesc.dense(F32, 32, 512)));
        System.out.printf(
                "two ReLUs of 64 KiB back to back: %.2f us%n",
                best(5_000, () -> {
                            first.run();
                            second.run();
                        })
                        * 1e6);
    }

    private record Conv(Primitive primitive, MemorySegment scratchpad, MemorySegment[] data) {

        static Conv of(Primitive p) {
            MemorySegment[] data = Arrays.stream(p.args())
                    .mapToObj(arg -> Data.zeros(p.desc(arg)).memory())
                    .toArray(MemorySegment[]::new);
            for (MemorySegment segment : data) {
                segment.fill((byte) 0x3c);
            }
            return new Conv(p, Arena.ofAuto().allocate(Math.max(1, p.scratchpadBytes()), 64), data);
        }

        void run() {
            primitive.execute(scratchpad, data);
        }
    }

    private static Primitive forward(MemoryDesc image) {
        MemoryDesc weights = MemoryDesc.any(F32, 16, 16, 3, 3);
        return Convolution.forward(Pass.TRAINING, image, weights, null, image, Window.square(1, 1), Attributes.NONE);
    }

    /** A convolution, then an element-wise Java loop over its result, as a training step alternates them. */
    private static void mixed() {
        Conv conv = Conv.of(forward(MemoryDesc.channelsLast(F32, 128, 16, 32, 32)));
        float[] x = new float[1 << 19];
        IntConsumer half = part -> {
            int from = part * (x.length / 2);
            for (int i = from; i < from + x.length / 2; i++) {
                x[i] = Math.max(x[i] * 0.5f + 1, 0);
            }
        };
        System.out.printf("convolution alone: %.0f us%n", median(conv::run) * 1e6);
        System.out.printf(
                "loop alone, team: %.0f us%n", median(() -> Team.run(2, (part, _) -> half.accept(part))) * 1e6);
        System.out.printf(
                "convolution + loop on the team: %.0f us%n",
                median(() -> {
                            conv.run();
                            Team.run(2, (part, _) -> half.accept(part));
                        })
                        * 1e6);
        ForkJoinPool pool = new ForkJoinPool(2);
        System.out.printf("loop alone, ForkJoinPool: %.0f us%n", median(() -> fork(pool, half)) * 1e6);
        System.out.printf(
                "convolution + loop on a ForkJoinPool: %.0f us%n",
                median(() -> {
                            conv.run();
                            fork(pool, half);
                        })
                        * 1e6);
        pool.shutdown();
    }

    private static double median(Runnable work) {
        double[] seconds = IntStream.range(0, 300)
                .mapToDouble(_ -> {
                    long start = System.nanoTime();
                    work.run();
                    return since(start);
                })
                .skip(100)
                .sorted()
                .toArray();
        return seconds[seconds.length / 2];
    }

    private static void convolutions() {
        for (boolean any : new boolean[] {false, true}) {
            MemoryDesc last = MemoryDesc.channelsLast(F32, 128, 16, 32, 32);
            MemoryDesc image = any ? last.toAny() : last;
            MemoryDesc weights = MemoryDesc.any(F32, 16, 16, 3, 3);
            Window window = Window.square(1, 1);
            String layout = any ? "any" : "channels-last";
            print(layout + " forward", forward(image));
            print(layout + " backward data", Convolution.backwardData(image, weights, image, window));
            print(layout + " backward weights", Convolution.backwardWeights(image, weights, null, image, window));
        }
    }

    private static void print(String name, Primitive p) {
        double gflop = 2e-9 * 128 * 16 * 32 * 32 * 16 * 9;
        Conv conv = Conv.of(p);
        System.out.printf(
                "128x16x32x32, 3x3, %s: %.0f GFLOP/s (%s)%n", name, gflop / best(20, conv::run), p.implementation());
    }

    /** Processor time burned in half a second of doing nothing, right after a parallel loop. */
    private static void idle() throws Exception {
        Team.run((_, _) -> {});
        long before = java.lang.ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElseThrow()
                .toNanos();
        Thread.sleep(500);
        long after = java.lang.ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElseThrow()
                .toNanos();
        System.out.printf("idle: %.1f ms of processor time in 500 ms%n", (after - before) / 1e6);
        double[] gap = new double[40];
        for (int i = 0; i < gap.length; i++) {
            Thread.sleep(20);
            long start = System.nanoTime();
            Team.run((_, _) -> {});
            gap[i] = since(start);
        }
        Arrays.sort(gap);
        System.out.printf("empty Team.run after 20 ms of sleep: %.0f us%n", gap[gap.length / 2] * 1e6);
    }

    /** The same from a second Java thread, whose team comes on top of the first one's. */
    private static void otherOwner() throws InterruptedException {
        Thread other = Thread.ofPlatform().start(() -> {
            System.out.println("from a second Java thread, while the first one's team exists:");
            team();
            twoSmallPrimitives();
        });
        other.join();
        System.out.println("from the first again, after the second has ended:");
        team();
    }
}
