package fovea.bench.libtorch;

import java.util.Arrays;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What it costs to ask libtorch, from Java, for one small op: the sum of two {@code f32 [32, 32]}, result and memory included. As Fovea's
 * own figures are taken: scopes of 100 sums, sampled one by one, the median quoted.
 */
final class Overhead {
    private static final int OPS = 100;
    private static final int SIDE = 32;
    private static final int WARM_UP = 20_000;
    private static final int SAMPLES = 20_000;

    private Overhead() {}

    /** Prints nanoseconds for one sum, at once and recorded for a gradient. */
    public static void main(String[] arguments) {
        Tensor a = torch.ones(SIDE, SIDE);
        Tensor b = torch.ones(SIDE, SIDE);
        Tensor leaf = torch.ones(SIDE, SIDE).set_requires_grad(true);
        print("libtorch add", () -> {
            for (int i = 0; i < OPS; i++) {
                Tensor _ = a.add(b);
            }
        });
        print("libtorch taped", () -> {
            for (int i = 0; i < OPS; i++) {
                Tensor _ = leaf.add(b);
            }
        });
    }

    private static void print(String label, Runnable sums) {
        sample(sums, WARM_UP);
        long[] nanoseconds = sample(sums, SAMPLES);
        Arrays.sort(nanoseconds);
        System.out.printf(
                Locale.ROOT,
                "%-14s %10d %10d%n",
                label,
                nanoseconds[SAMPLES / 2] / OPS,
                nanoseconds[SAMPLES / 10 * 9] / OPS);
    }

    private static long[] sample(Runnable sums, int count) {
        long[] nanoseconds = new long[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            try (PointerScope _ = new PointerScope()) {
                sums.run();
            }
            nanoseconds[i] = System.nanoTime() - start;
        }
        return nanoseconds;
    }
}
