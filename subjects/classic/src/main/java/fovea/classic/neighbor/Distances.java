package fovea.classic.neighbor;

import fovea.classic.Points;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Every distance from queries to points in a straight line, {@code √(Σ (q − p)²)}, computed in three ways that differ only in how much is
 * said at once. Shapes: queries {@code [Q, D]}, points {@code [N, D]}, {@code f32} → {@code [Q, N]}.
 */
public final class Distances {
    /** Products, {@code ‖q‖²} and {@code ‖p‖²} to distances, in one pass. */
    private static final Compiled FINISH = Compiled.of(in -> {
        Tensor squares = in.get(2).add(in.get(1).unsqueeze(1));
        return List.of(squares.sub(in.get(0).mul(2)).maximum(0).sqrt());
    });

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
     */
    public static Tensor noLoop(Tensor queries, Tensor points) {
        Tensor squares = points.square().sum(1).add(queries.square().sum(1).unsqueeze(1));
        return squares.sub(queries.linear(points).mul(2)).maximum(0).sqrt();
    }

    /** The same of bytes, whose products fit 16-bit numbers: twice as fast on processors that multiply those. */
    public static Tensor noLoop(Points.Bytes queries, Points.Bytes points) {
        return Region.run(() -> {
            NarrowBytes q = NarrowBytes.of(queries);
            NarrowBytes p = NarrowBytes.of(points);
            return FINISH.run(q.x().wideLinear(p.x()), q.squares(), p.squares()).getFirst();
        });
    }
}
