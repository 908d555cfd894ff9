package fovea.classic.feature;

import fovea.data.Batch;
import fovea.data.Epoch;
import fovea.data.LinearTransform;
import fovea.data.Loader;
import fovea.data.MeanImage;
import fovea.device.Region;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;

/**
 * Turns of whole pictures after which no two pixels vary together and all vary alike, for a loader to apply
 * ({@link fovea.data.LoaderOptions#withTransform}). With the covariance of the pixels {@code V diag(λ) Vᵀ}:
 *
 * <pre>  PCA  y = (x − mean) V diag(1 / √(λ + ε))       ordered from the axis along which pictures vary most
 *   ZCA  y = (x − mean) V diag(1 / √(λ + ε)) Vᵀ    as close to the picture as can be (Bell and Sejnowski 1997)</pre>
 */
public final class PictureWhitening {

    private PictureWhitening() {}

    /**
     * PCA whitening, measured on all pictures of a loader.
     *
     * @param floor ε, added to every variance, so that axes along which pictures hardly vary are not blown up
     */
    public static LinearTransform pca(Loader loader, double floor) {
        return of(loader, floor, false);
    }

    /** ZCA whitening, measured on all pictures of a loader; {@code floor} as for {@link #pca}. */
    public static LinearTransform zca(Loader loader, double floor) {
        return of(loader, floor, true);
    }

    private static LinearTransform of(Loader loader, double floor, boolean back) {
        float[] mean = MeanImage.of(loader).mean();
        int d = mean.length;
        double[] covariance = covariance(loader, mean);
        float[] matrix = Region.run(() -> {
            var axes = Tensor.of(Shape.of(d, d), covariance).eigh();
            Tensor v = axes.v().flip(1);
            Tensor scaled = v.mul(axes.w().flip(0).add(floor).sqrt().reciprocal());
            Tensor turn = back ? scaled.matmul(v.transpose()) : scaled;
            return turn.cast(DType.F32).toArray();
        });
        return new LinearTransform(mean, matrix);
    }

    /** Products of a batch in single precision, their sum in double. */
    private static double[] covariance(Loader loader, float[] mean) {
        int d = mean.length;
        double[] sum = new double[d * d];
        long count = 0;
        try (Epoch epoch = loader.epoch(0)) {
            while (epoch.hasNext()) {
                Batch batch = epoch.next();
                float[] x = Arrays.copyOf(batch.pixels(), batch.size() * d);
                for (int i = 0; i < x.length; i++) {
                    x[i] -= mean[i % d];
                }
                float[] products = Region.run(() -> {
                    Tensor rows = Tensor.of(Shape.of(x.length / d, d), x);
                    return rows.transpose().matmul(rows).toArray();
                });
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += products[i];
                }
                count += batch.size();
            }
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= Math.max(1, count - 1);
        }
        return sum;
    }
}
