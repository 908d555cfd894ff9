package fovea.bench.libtorch;

import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What this machine can do at most, as libtorch reaches it: large products of matrices, and a stream through memory. */
final class Ceilings {
    private static final int SIDE = 2048;
    private static final int STREAM = 1 << 26;
    private static final int TRIES = 10;

    private Ceilings() {}

    /** Prints the ceilings, the best of ten tries each, as one JSON object; with an argument only those of products. */
    public static void main(String[] arguments) {
        torch.set_num_threads(Runtime.getRuntime().availableProcessors());
        String stream = arguments.length > 0 ? "" : String.format(Locale.ROOT, "\"memory_gb_per_s\":%.1f,", triad());
        System.out.printf(
                Locale.ROOT,
                "{\"f32_gflops\":%.0f,\"bf16_gflops\":%.0f,%s\"threads\":%d}%n",
                matmul(ScalarType.Float),
                matmul(ScalarType.BFloat16),
                stream,
                torch.get_num_threads());
    }

    /** Returns 10⁹ operations per second of a square matmul, two for each product. */
    private static double matmul(ScalarType type) {
        Tensor a = torch.rand(SIDE, SIDE).toType(type);
        Tensor b = torch.rand(SIDE, SIDE).toType(type);
        Tensor c = torch.zeros(SIDE, SIDE).toType(type);
        return 2e-9 * SIDE * SIDE * SIDE / best(() -> torch.mm_out(c, a, b));
    }

    /** Returns 10⁹ bytes per second of {@code c = a + 3 b}: two arrays of 256 MiB read, one written (McCalpin's STREAM triad). */
    private static double triad() {
        Tensor a = torch.rand(STREAM);
        Tensor b = torch.rand(STREAM);
        Tensor c = torch.zeros(STREAM);
        Scalar three = new Scalar(3f);
        return 1e-9 * 3 * Float.BYTES * STREAM / best(() -> torch.add_out(c, a, b, three));
    }

    private static double best(Runnable work) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < TRIES; i++) {
            long start = System.nanoTime();
            try (PointerScope _ = new PointerScope()) {
                work.run();
            }
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        return best;
    }
}
