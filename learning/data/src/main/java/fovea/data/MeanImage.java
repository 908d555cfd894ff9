package fovea.data;

import java.util.Arrays;

/**
 * Takes the mean of all pictures from each, pixel by pixel (Krizhevsky et al. 2012, "ImageNet classification with deep convolutional neural
 * networks", section 2).
 *
 * @param mean {@code [H, W, C]}, of pictures that are normalized
 */
public record MeanImage(float[] mean) implements PictureTransform {

    /**
     * Measured on a source as a network sees it without chance.
     *
     * @param loader whose pictures are neither transformed nor mixed
     */
    public static MeanImage of(Loader loader) {
        Source source = loader.source();
        double[] sum = new double[source.height() * source.width() * source.channels()];
        long count = 0;
        try (Epoch epoch = loader.epoch(0)) {
            while (epoch.hasNext()) {
                Batch batch = epoch.next();
                count += batch.size();
                for (int i = 0, end = batch.size() * sum.length; i < end; i += sum.length) {
                    for (int k = 0; k < sum.length; k++) {
                        sum[k] += batch.pixels()[i + k];
                    }
                }
            }
        }
        float[] mean = new float[sum.length];
        for (int k = 0; k < mean.length; k++) {
            mean[k] = (float) (sum[k] / count);
        }
        return new MeanImage(mean);
    }

    @Override
    public int length() {
        return mean.length;
    }

    @Override
    public void apply(float[] x, int count, float[] scratch) {
        for (int i = 0; i < count * mean.length; i += mean.length) {
            for (int k = 0; k < mean.length; k++) {
                x[i + k] -= mean[k];
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MeanImage that && Arrays.equals(mean, that.mean);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mean);
    }

    /** Such as {@code MeanImage[3072]}. */
    @Override
    public String toString() {
        return "MeanImage[" + mean.length + "]";
    }
}
