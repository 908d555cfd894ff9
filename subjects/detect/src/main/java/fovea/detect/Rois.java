package fovea.detect;

import fovea.tensor.Concat;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.List;

/** Regions of interest: boxes {@code [K, 5]} with the number of their image in front, in pixels of the original images. */
public final class Rois {
    private Rois() {}

    /**
     * The boxes of each image, one behind the other: {@code [K₀, 4], [K₁, 4], …} → {@code [K₀ + K₁ + …, 5]}.
     *
     * @param boxes one tensor an image, perhaps of no boxes
     */
    public static Tensor of(List<Tensor> boxes) {
        if (boxes.isEmpty()) {
            throw new ShapeException("rois", "there are no images", "give the boxes of one image or more");
        }
        Tensor[] each = new Tensor[boxes.size()];
        for (int i = 0; i < each.length; i++) {
            Tensor of = boxes.get(i);
            Boxes.checkList("rois", of);
            Tensor image = Tensor.full(of.spec().with(Shape.of(of.shape().size(0), 1)), i);
            each[i] = new Concat(1).apply(image, of);
        }
        return new Concat(0).apply(each);
    }

    static void check(String operation, Spec x, Spec rois, int height, int width) {
        if (height < 1 || width < 1) {
            throw new ShapeException(operation, "%d × %d bins".formatted(height, width), "give 1 × 1 or more");
        }
        boolean fits = x.shape().rank() == 4
                && rois.shape().rank() == 2
                && rois.shape().size(1) == 5
                && x.dtype() == rois.dtype()
                && x.dtype().isFloating();
        if (!fits) {
            throw wrong(
                    operation,
                    x,
                    rois,
                    "x must be [N, C, H, W] and the regions [K, 5] of image, left, top, right, bottom, of one floating-point type");
        }
        if (x.shape().size(2) == 0 || x.shape().size(3) == 0) {
            throw wrong(operation, x, rois, "the images must have pixels");
        }
    }

    static ShapeException wrong(String operation, Spec x, Spec rois, String remedy) {
        return new ShapeException(operation, "x is " + x + " and the regions are " + rois, remedy);
    }

    /** One region, as it is given. */
    record Region(int image, double left, double top, double right, double bottom) {

        /** The k-th. */
        static Region of(String operation, double[] regions, int k, int images) {
            double image = regions[5 * k];
            if (!(image >= 0 && image < images)) {
                throw new IndexOutOfBoundsException(
                        "%s: region %d is of image %s%n  there are %d, from 0".formatted(operation, k, image, images));
            }
            for (int i = 1; i < 5; i++) {
                if (!Double.isFinite(regions[5 * k + i])) {
                    throw new ArithmeticException("%s: region %d has a side at %s%n  sides must be finite"
                            .formatted(operation, k, regions[5 * k + i]));
                }
            }
            return new Region(
                    (int) image, regions[5 * k + 1], regions[5 * k + 2], regions[5 * k + 3], regions[5 * k + 4]);
        }

        Region scaled(double scale) {
            return new Region(image, left * scale, top * scale, right * scale, bottom * scale);
        }

        /** Moved left and up. */
        Region moved(double by) {
            return new Region(image, left - by, top - by, right - by, bottom - by);
        }

        /** Rounded to whole pixels, halves away from zero as C's {@code round}. */
        Region rounded() {
            return new Region(image, round(left), round(top), round(right), round(bottom));
        }

        private static double round(double x) {
            return Math.copySign(Math.floor(Math.abs(x) + 0.5), x);
        }
    }

    /** Where bins begin and end along one axis, clipped to {@code 0 … limit}: bin i covers {@code from[i]} up to {@code to[i]}. */
    record Cuts(int[] from, int[] to) {

        /** {@code n} bins, which may overlap by a pixel, of {@code size} pixels from {@code start}. */
        static Cuts of(double start, double size, int n, int limit) {
            int[] from = new int[n];
            int[] to = new int[n];
            double each = size / n;
            for (int i = 0; i < n; i++) {
                from[i] = clip(Math.floor(i * each) + start, limit);
                to[i] = clip(Math.ceil((i + 1) * each) + start, limit);
            }
            return new Cuts(from, to);
        }

        private static int clip(double at, int limit) {
            return (int) Math.max(0, Math.min(limit, at));
        }
    }
}
