package fovea.classic.unlabeled;

import fovea.classic.Points;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The covariance of points, {@code C = Xᵀ X / (N − 1)} of what is left of them without their mean, multiplied a block at a time and never
 * written down.
 *
 * @param mean of the points
 * @param total variance: the trace of C
 */
@SuppressWarnings("ArrayRecordComponent") // made here, compared by nobody
record Covariance(Points points, float[] mean, double total) {

    static Covariance of(Points points) {
        float[] mean = points.mean();
        double squares = 0;
        for (int i = 0; i < points.count(); i++) {
            float[] row = points.floats(i, i + 1);
            for (int d = 0; d < row.length; d++) {
                double difference = (double) row[d] - mean[d];
                squares += difference * difference;
            }
        }
        return new Covariance(points, mean, squares / (points.count() - 1));
    }

    int count() {
        return points.count();
    }

    /** {@code C q}, {@code q [size, n]}. */
    Tensor times(Tensor q) {
        List<Tensor> sum = new ArrayList<>();
        Blocks.each(points, mean, (from, x) -> {
            Tensor part = x.transpose().matmul(x.matmul(q));
            Tensor before = sum.isEmpty()
                    ? Tensor.zeros(Shape.of(points.size(), q.shape().size(1)))
                    : sum.getFirst();
            sum.clear();
            sum.add(before.add(part));
            return sum;
        });
        return sum.getFirst().div(points.count() - 1.0);
    }
}
