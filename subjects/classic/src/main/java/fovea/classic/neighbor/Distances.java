package fovea.classic.neighbor;

import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Every distance from queries to points in a straight line, {@code √(Σ (q − p)²)}, computed in three ways that differ only in how much is
 * said at once. Shapes: queries {@code [Q, D]}, points {@code [N, D]}, {@code f32} → {@code [Q, N]}.
 */
public final class Distances {
    private Distances() {}

    /** Pair after pair: a loop over queries, a loop over points. */
    public static Tensor twoLoops(Tensor queries, Tensor points) {
        float[] a = queries.toArray();
        float[] b = points.toArray();
        int many = queries.shape().size(0);
        int n = points.shape().size(0);
        int size = queries.shape().size(1);
        float[] distances = new float[many * n];
        for (int q = 0; q < many; q++) {
            for (int p = 0; p < n; p++) {
                distances[q * n + p] = (float) Metric.L2.floats(a, q * size, b, p * size, size);
            }
        }
        return Tensor.of(Shape.of(many, n), distances);
    }

    /** Query after query, each with all points at once: a loop over queries. */
    public static Tensor oneLoop(Tensor queries, Tensor points) {
        List<Tensor> rows = IntStream.range(0, queries.shape().size(0))
                .mapToObj(q -> Region.run(() -> points.sub(queries.slice(0, q, q + 1))
                        .square()
                        .sum(1)
                        .sqrt()
                        .unsqueeze(0)))
                .toList();
        return Tensor.concat(0, rows);
    }

    /**
     * All at once, without a loop: {@code ‖q − p‖² = ‖q‖² + ‖p‖² − 2 q·p}, and all the {@code q·p} are one matrix product. It needs no memory
     * for differences, but loses digits where distances are small beside the points' lengths; {@link ExactSearch} mends that.
     *
     * @param queries {@code f32} or, as {@code points}, {@code u8}, which is twice as fast where processors multiply 16-bit numbers
     */
    public static Tensor noLoop(Tensor queries, Tensor points) {
        return NO_LOOP.run(queries, points).getFirst();
    }

    private static final Compiled NO_LOOP = Compiled.of(in -> List.of(noLoop(in)));

    private static Tensor noLoop(List<Tensor> in) {
        Tensor q = in.get(0).cast(DType.F32);
        Tensor p = in.get(1).cast(DType.F32);
        boolean bytes = in.get(0).dtype() == DType.U8 && in.get(1).dtype() == DType.U8;
        Tensor products = bytes ? q.cast(DType.BF16).wideLinear(p.cast(DType.BF16)) : q.linear(p); // bytes fit 16 bits
        Tensor squares = p.square().sum(1).add(q.square().sum(1).unsqueeze(1));
        return squares.sub(products.mul(2)).maximum(0).sqrt();
    }
}
