package fovea.detect;

import fovea.tensor.Shape;

/**
 * {@link RoiAlign} where each bin reads channels of its own, position-sensitive score maps (Li et al. 2018, "Light-Head R-CNN", section
 * 3.2); always aligned. Shapes and gradient as {@link RoiSampling} says.
 *
 * @param spatialScale pixels of x for one of the regions' pixels
 * @param samplingRatio samples along each axis of a bin; as many as it has pixels, rounded up, if 0 or less
 */
public record PsRoiAlign(int height, int width, double spatialScale, int samplingRatio) implements RoiSampling {
    @Override
    public boolean positionSensitive() {
        return true;
    }

    @Override
    public Taps taps(Rois.Region region, Shape x) {
        Rois.Region at = region.scaled(spatialScale).moved(0.5);
        return Bilinear.taps(this, at, at.right() - at.left(), at.bottom() - at.top(), samplingRatio, x);
    }
}
