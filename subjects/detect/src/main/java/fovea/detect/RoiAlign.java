package fovea.detect;

import fovea.tensor.Shape;

/**
 * Regions cut out of images without rounding: each bin is the mean of bilinear samples (He et al. 2017, "Mask R-CNN", section 3). Shapes and
 * gradient as {@link RoiSampling} says.
 *
 * @param spatialScale pixels of x for one of the regions' pixels, such as 1/16
 * @param samplingRatio samples along each axis of a bin; as many as it has pixels, rounded up, if 0 or less
 * @param aligned whether pixels have their centers at halves, as they should; where not, as before 2019, regions are half a pixel off
 *     and at least one pixel large
 */
public record RoiAlign(int height, int width, double spatialScale, int samplingRatio, boolean aligned)
        implements RoiSampling {

    /** Aligned, as many samples as pixels. */
    public static RoiAlign of(int height, int width, double spatialScale) {
        return new RoiAlign(height, width, spatialScale, -1, true);
    }

    @Override
    public boolean positionSensitive() {
        return false;
    }

    @Override
    public Taps taps(Rois.Region region, Shape x) {
        Rois.Region at = region.scaled(spatialScale).moved(aligned ? 0.5 : 0);
        double least = aligned ? Double.NEGATIVE_INFINITY : 1;
        return Bilinear.taps(
                this,
                at,
                Math.max(least, at.right() - at.left()),
                Math.max(least, at.bottom() - at.top()),
                samplingRatio,
                x);
    }
}
