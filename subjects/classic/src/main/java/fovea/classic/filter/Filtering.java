package fovea.classic.filter;

import fovea.tensor.Border;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import fovea.tensor.Window;

/**
 * A picture through a filter, by hand. Correlation slides the filter as it is, convolution turns it by 180 degrees first:
 *
 * <pre>
 *  correlate  y[i, j] = Σ u,v  x[i + u − h, j + v − h] · w[u, v]
 *  convolve   y[i, j] = Σ u,v  x[i − u + h, j − v + h] · w[u, v]</pre>
 *
 * with {@code h = ⌊K/2⌋}. What deep learning calls a convolution is a correlation; where filters are learned, it makes no difference.
 * Beyond its edges the picture goes on as its outermost pixels, as {@code scipy.ndimage} continues it for filters of 3 × 3.
 *
 * <p>Shapes: {@code x [N, 1, H, W]}, {@code w [O, 1, K, K]} with odd K → {@code y [N, O, H, W]}.
 */
public final class Filtering {
    private Filtering() {}

    /** The filter as it is. */
    public static Tensor correlate(Tensor x, Tensor w) {
        return x.conv(w, window(w), 1, Border.REPLICATE);
    }

    /** The filter turned by 180 degrees. */
    public static Tensor convolve(Tensor x, Tensor w) {
        return correlate(x, w.flip(2, 3));
    }

    /**
     * {@link #correlate} as one matrix product (im2col): every patch becomes a column {@code [K·K]}, every filter a row, and
     * {@code [O, K·K] · [K·K, H·W]} gives all answers at once.
     */
    public static Tensor byPatches(Tensor x, Tensor w) {
        Window window = window(w);
        int height = x.shape().size(2);
        int width = x.shape().size(3);
        Tensor padded = x.pad(Border.REPLICATE, 2, window.before(0), window.after(0))
                .pad(Border.REPLICATE, 3, window.before(1), window.after(1));
        Tensor patches = padded.unfold(window.unpadded());
        Tensor rows = w.reshape(1, w.shape().size(0), window.area());
        return rows.expand(x.shape().size(0), w.shape().size(0), window.area())
                .matmul(patches)
                .reshape(x.shape().size(0), w.shape().size(0), height, width);
    }

    private static Window window(Tensor w) {
        Shape shape = w.shape();
        if (shape.rank() != 4 || shape.size(1) != 1 || shape.size(2) % 2 == 0 || shape.size(2) != shape.size(3)) {
            throw new ShapeException(
                    "filter", "w is " + shape, "w must be [O, 1, K, K], K odd: one pixel is the middle");
        }
        return Window.of(shape.size(2), shape.size(3)).withSamePadding();
    }
}
