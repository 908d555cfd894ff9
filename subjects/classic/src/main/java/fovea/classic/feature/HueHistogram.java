package fovea.classic.feature;

import fovea.data.Image;

/**
 * Which colors a picture has, wherever they are: a histogram of hues, its bins summing to one. Gray pixels have hue 0, as red ones; the
 * color histogram of the course's assignment.
 *
 * @param bins that cut the circle of hues into equal parts, beginning at red; 10 in the assignment
 */
public record HueHistogram(int bins) implements Feature {

    /** Refuses no bins. */
    public HueHistogram {
        if (bins < 1) {
            throw new IllegalArgumentException(
                    "hue histogram: %d bins\n  give 1 or more; 10 are usual".formatted(bins));
        }
    }

    @Override
    public int size(int height, int width) {
        return bins;
    }

    @Override
    public float[] of(Image image) {
        Image rgb = image.toChannels(3);
        int[] counts = new int[bins];
        for (int y = 0; y < rgb.height(); y++) {
            for (int x = 0; x < rgb.width(); x++) {
                double hue = hue(rgb.at(y, x, 0), rgb.at(y, x, 1), rgb.at(y, x, 2));
                counts[Math.min((int) (hue * bins), bins - 1)]++;
            }
        }
        float[] shares = new float[bins];
        for (int i = 0; i < bins; i++) {
            shares[i] = (float) counts[i] / (rgb.height() * rgb.width());
        }
        return shares;
    }

    /** From 0 (red) over 1/3 (green) and 2/3 (blue) back to 1, not included; 0 for gray (Smith 1978, "Color gamut transform pairs"). */
    static double hue(int red, int green, int blue) {
        int most = Math.max(red, Math.max(green, blue));
        double span = most - Math.min(red, Math.min(green, blue));
        if (span == 0) {
            return 0;
        }
        double sixth = most == red
                ? (green - blue) / span
                : most == green ? 2 + (blue - red) / span : 4 + (red - green) / span;
        return (sixth < 0 ? sixth + 6 : sixth) / 6;
    }
}
