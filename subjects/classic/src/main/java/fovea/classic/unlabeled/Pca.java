package fovea.classic.unlabeled;

import fovea.classic.Points;
import fovea.device.Region;
import fovea.nn.Initial;
import fovea.tensor.DType;
import fovea.tensor.LinearAlgebra;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The directions in which points differ most: principal component analysis (Pearson 1901, Hotelling 1933).
 *
 * <p>Points of up to 256 numbers have their covariance matrix taken apart exactly. Longer ones are met by subspace iteration: a few more
 * random directions than asked for are multiplied by the covariance, {@code Xᵀ (X q)}, and made orthogonal again, {@value #ROUNDS} times
 * (Halko, Martinsson and Tropp 2011, algorithm 4.4); the directions found are those of the covariance to single precision where variances
 * fall off, as those of pictures do.
 *
 * @param mean of the points
 * @param axes unit vectors {@code [components, size]}, the direction of the greatest variance first; each one's largest number is positive
 * @param variances of the points along each axis, divided by one less than there are points
 * @param total variance in all directions
 */
@SuppressWarnings("ArrayRecordComponent") // made here, compared by nobody
public record Pca(float[] mean, Points.Floats axes, double[] variances, double total) {
    private static final int EXACT = 256;
    private static final int ROUNDS = 6;
    private static final int SPARE = 10;

    /**
     * Finds the first {@code components} directions; the same every time.
     *
     * @throws ShapeException if there are fewer than two points, or more directions are asked for than there can be
     */
    public static Pca of(Points points, int components) {
        int most = Math.min(points.count() - 1, points.size());
        if (components < 1 || components > most) {
            throw new ShapeException(
                    "pca",
                    "%,d directions of %,d points of %,d numbers".formatted(components, points.count(), points.size()),
                    "ask for 1 to " + most);
        }
        return Region.run(() -> of(Covariance.of(points), components, points.size()));
    }

    private static Pca of(Covariance covariance, int components, int size) {
        Tensor basis = size <= EXACT
                ? Tensor.eye(size)
                : subspace(covariance, Math.min(components + SPARE, Math.min(size, covariance.count() - 1)), size);
        Tensor small = basis.transpose().matmul(covariance.times(basis)).cast(DType.F64);
        LinearAlgebra.Eigh found = small.add(small.transpose()).mul(0.5).eigh(); // ascending
        int n = basis.shape().size(1);
        Tensor axes = basis.matmul(found.v().cast(DType.F32)).transpose();
        double[] ascending = found.w().toDoubles();
        float[] rows = axes.toArray();
        float[] chosen = new float[components * size];
        double[] variances = new double[components];
        for (int i = 0; i < components; i++) {
            variances[i] = Math.max(0, ascending[n - 1 - i]);
            System.arraycopy(rows, (n - 1 - i) * size, chosen, i * size, size);
            orient(chosen, i * size, size);
        }
        return new Pca(covariance.mean(), new Points.Floats(components, size, chosen), variances, covariance.total());
    }

    /** Orthogonal directions {@code [size, wide]} that hold those of the greatest variance. */
    private static Tensor subspace(Covariance covariance, int wide, int size) {
        Tensor basis = Initial.normal(Shape.of(size, wide), 1, new SplittableRandom(size));
        for (int i = 0; i < ROUNDS; i++) {
            Tensor before = basis;
            basis = Region.run(() -> covariance.times(before.qr().q()));
        }
        return basis.qr().q();
    }

    private static void orient(float[] axes, int from, int size) {
        int largest = IntStream.range(from, from + size)
                .reduce((a, b) -> Math.abs(axes[b]) > Math.abs(axes[a]) ? b : a)
                .orElse(from);
        if (axes[largest] < 0) {
            for (int i = from; i < from + size; i++) {
                axes[i] = -axes[i];
            }
        }
    }

    /** Where points lie along the axes, {@code [N, components]}, from the mean. */
    public Points.Floats project(Points points) {
        return Blocks.times(points, mean, axes);
    }

    /** The points that lie there, {@code [N, size]}: what is left of points once all but these directions are dropped. */
    public Points.Floats restore(Points.Floats projected) {
        int size = axes.size();
        float[] restored = new float[Math.multiplyExact(projected.count(), size)];
        for (int i = 0; i < projected.count(); i++) {
            System.arraycopy(mean, 0, restored, i * size, size);
            for (int c = 0; c < axes.count(); c++) {
                float along = projected.values()[i * axes.count() + c];
                for (int d = 0; d < size; d++) {
                    restored[i * size + d] += along * axes.values()[c * size + d];
                }
            }
        }
        return new Points.Floats(projected.count(), size, restored);
    }

    /** The share of all variance that these directions hold, 0 to 1. */
    public double explained() {
        return total == 0 ? 1 : Math.min(1, Arrays.stream(variances).sum() / total);
    }
}
