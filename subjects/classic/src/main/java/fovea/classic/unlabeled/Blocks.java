package fovea.classic.unlabeled;

import fovea.classic.Points;
import fovea.device.Region;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

/** Points as tensors, a block of at most 64 MB at a time. */
final class Blocks {
    private static final int NUMBERS = 1 << 24;

    private Blocks() {}

    /** What is done with a block. */
    @FunctionalInterface
    interface Visitor {

        /**
         * Looks at the points from {@code from} on.
         *
         * @param x {@code [n, size]}
         * @return what lives longer than the block
         */
        List<Tensor> visit(int from, Tensor x);
    }

    /** Every block in order, without the mean. */
    static void each(Points points, float[] mean, Visitor visitor) {
        int size = points.size();
        int rows = Math.clamp(NUMBERS / size, 1, points.count());
        for (int first = 0; first < points.count(); first += rows) {
            int from = first;
            int n = Math.min(rows, points.count() - from);
            float[] values = points.floats(from, from + n);
            IntStream.range(0, n).parallel().forEach(i -> {
                for (int d = 0; d < size; d++) {
                    values[i * size + d] -= mean[d];
                }
            });
            Region.run(() -> visitor.visit(from, Tensor.of(Shape.of(n, size), values)));
        }
    }

    /** {@code (x − mean) wᵀ} of all points, {@code w [n, size]} → {@code [N, n]}. */
    static Points.Floats times(Points points, float[] mean, Points.Floats w) {
        float[] all = new float[Math.multiplyExact(points.count(), w.count())];
        each(points, mean, (from, x) -> {
            Tensor y = x.linear(Tensor.of(Shape.of(w.count(), w.size()), w.values()));
            y.copyTo(MemorySegment.ofArray(all)
                    .asSlice(4L * from * w.count(), y.spec().bytes()));
            return List.of();
        });
        return new Points.Floats(points.count(), w.count(), all);
    }
}
