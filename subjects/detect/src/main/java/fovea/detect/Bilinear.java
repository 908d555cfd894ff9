package fovea.detect;

import fovea.tensor.Shape;

/** Bins whose values are means of bilinear samples at regular points (He et al. 2017, "Mask R-CNN", section 3). */
final class Bilinear {
    private Bilinear() {}

    /**
     * The taps of a region of {@code width × height} pixels from its left and top.
     *
     * @param samples points along each axis of a bin; as many as it has pixels, rounded up, if 0 or less
     */
    static Taps taps(RoiSampling bins, Rois.Region region, double width, double height, int samples, Shape x) {
        double down = height / bins.height();
        double across = width / bins.width();
        int rows = samples > 0 ? samples : (int) Math.ceil(down);
        int columns = samples > 0 ? samples : (int) Math.ceil(across);
        double share = 1.0 / Math.max(1, rows * columns);
        Taps taps = new Taps(bins.bins());
        for (int i = 0; i < bins.height(); i++) {
            for (int j = 0; j < bins.width(); j++) {
                for (int u = 0; u < rows; u++) {
                    double y = region.top() + i * down + (u + 0.5) * down / rows;
                    for (int v = 0; v < columns; v++) {
                        double at = region.left() + j * across + (v + 0.5) * across / columns;
                        add(taps, y, at, share, x.size(2), x.size(3));
                    }
                }
                taps.next();
            }
        }
        return taps;
    }

    /** A sample between four pixels. Up to a pixel outside it counts as on the edge, farther away as 0. */
    private static void add(Taps taps, double y, double x, double share, int height, int width) {
        if (!(y >= -1 && y <= height && x >= -1 && x <= width)) {
            return;
        }
        double down = Math.clamp(y, 0, height - 1);
        double across = Math.clamp(x, 0, width - 1);
        int top = (int) down;
        int left = (int) across;
        int bottom = Math.min(top + 1, height - 1);
        int right = Math.min(left + 1, width - 1);
        double low = down - top;
        double far = across - left;
        taps.add(top * width + left, share * (1 - low) * (1 - far));
        taps.add(top * width + right, share * (1 - low) * far);
        taps.add(bottom * width + left, share * low * (1 - far));
        taps.add(bottom * width + right, share * low * far);
    }
}
