package fovea.detect;

import fovea.tensor.Concat;
import fovea.tensor.CustomOp;
import fovea.tensor.DType;
import fovea.tensor.Keep;
import fovea.tensor.Residuals;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The largest pixel of each bin of a region, rounded to whole pixels, its last pixel included (Girshick 2015, "Fast R-CNN", section 2.1). A
 * bin without pixels is 0. Gradients flow to the pixels that were the largest, the first of equals.
 *
 * <p>Shapes: {@code x [N, C, H, W]}, regions {@code [K, 5]} (see {@link Rois}) → {@code y [K, C, height, width]}.
 *
 * @param height bins from top to bottom
 * @param width bins from left to right
 * @param spatialScale pixels of x for one of the regions' pixels, such as 1/16
 */
public record RoiPool(int height, int width, double spatialScale) {

    /** Finds the winners, then fetches them; a bin without pixels fetches a zero put behind all pixels. */
    public Tensor apply(Tensor x, Tensor rois) {
        Tensor winners = new Winners(this).apply(x, rois);
        int pixels = Math.toIntExact(x.shape().elements());
        Tensor zero = Tensor.full(x.spec().with(Shape.of(1)), 0);
        return new Concat(0).apply(x.reshape(Shape.of(pixels)), zero).take(0, winners);
    }

    /** The place of the largest pixel of each bin among all pixels; {@code N·C·H·W} where there is none. */
    record Winners(RoiPool pool) implements CustomOp {
        @Override
        public String label() {
            return "roiPool";
        }

        @Override
        public Spec[] infer(Spec... in) {
            Rois.check(label(), in[0], in[1], pool.height, pool.width);
            Shape y = Shape.of(in[1].shape().size(0), in[0].shape().size(1), pool.height, pool.width);
            return new Spec[] {new Spec(y, DType.I32)};
        }

        @Override
        public boolean isDifferentiable(int input) {
            return false;
        }

        @Override
        public Keep keep() {
            return Keep.NOTHING;
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return new Tensor[2];
        }

        @Override
        public double[][] compute(Spec[] in, double[][] x, Spec[] out) {
            Shape from = in[0].shape();
            double[] y = new double[Math.toIntExact(out[0].shape().elements())];
            int channels = from.size(1);
            int plane = from.size(2) * from.size(3);
            int at = 0;
            for (int k = 0; k < in[1].shape().size(0); k++) {
                Rois.Region region = Rois.Region.of(label(), x[1], k, from.size(0));
                Rois.Region box = region.scaled(pool.spatialScale).rounded();
                Rois.Cuts rows = Rois.Cuts.of(box.top(), size(box.top(), box.bottom()), pool.height, from.size(2));
                Rois.Cuts columns = Rois.Cuts.of(box.left(), size(box.left(), box.right()), pool.width, from.size(3));
                for (int c = 0; c < channels; c++) {
                    int first = (region.image() * channels + c) * plane;
                    for (int i = 0; i < pool.height; i++) {
                        for (int j = 0; j < pool.width; j++) {
                            y[at++] = largest(x[0], first, from.size(3), rows, i, columns, j);
                        }
                    }
                }
            }
            return new double[][] {y};
        }

        private static double size(double first, double last) {
            return Math.max(1, last - first + 1);
        }

        private static int largest(double[] x, int first, int width, Rois.Cuts rows, int i, Rois.Cuts columns, int j) {
            int best = x.length;
            for (int row = rows.from()[i]; row < rows.to()[i]; row++) {
                for (int column = columns.from()[j]; column < columns.to()[j]; column++) {
                    int at = first + row * width + column;
                    if (best == x.length || x[at] > x[best] || (Double.isNaN(x[at]) && !Double.isNaN(x[best]))) {
                        best = at;
                    }
                }
            }
            return best;
        }
    }
}
