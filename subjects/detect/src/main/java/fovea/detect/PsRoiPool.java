package fovea.detect;

import fovea.tensor.Shape;

/**
 * The mean of each bin of a region, rounded to whole pixels, where each bin reads channels of its own (Dai et al. 2016, "R-FCN", equation 1).
 * A bin without pixels is 0. Shapes and gradient as {@link RoiSampling} says.
 *
 * @param spatialScale pixels of x for one of the regions' pixels
 * @param wholeImage true as in the paper; if false the last row and the last column are left out, as torchvision's forward pass does
 *     (its backward pass does not)
 */
public record PsRoiPool(int height, int width, double spatialScale, boolean wholeImage) implements RoiSampling {
    @Override
    public boolean positionSensitive() {
        return true;
    }

    @Override
    public Taps taps(Rois.Region region, Shape x) {
        Rois.Region at = region.scaled(spatialScale).rounded();
        int out = wholeImage ? 0 : 1;
        Rois.Cuts rows = Rois.Cuts.of(at.top(), Math.max(1, at.bottom() - at.top()), height, x.size(2) - out);
        Rois.Cuts columns = Rois.Cuts.of(at.left(), Math.max(1, at.right() - at.left()), width, x.size(3) - out);
        Taps taps = new Taps(bins());
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
                double area = (rows.to()[i] - rows.from()[i]) * (double) (columns.to()[j] - columns.from()[j]);
                for (int y = rows.from()[i]; y < rows.to()[i]; y++) {
                    for (int c = columns.from()[j]; c < columns.to()[j]; c++) {
                        taps.add(y * x.size(3) + c, 1 / area);
                    }
                }
                taps.next();
            }
        }
        return taps;
    }
}
