package fovea.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deformable convolution: a convolution whose window is bent at each place by offsets that the network computes (Dai et al. 2017,
 * "Deformable convolutional networks", equation 2), each sample weighed by a mask (Zhu et al. 2019, "Deformable ConvNets v2", equation 1).
 * Samples between pixels are bilinear, beyond the edges zero.
 *
 * <p>Groups follow from the shapes: {@code C} divided by the weights' channels, and offset groups, whose channels share their offsets, from
 * the offsets'.
 *
 * <p>Shapes: {@code x [N, C, H, W]}, {@code w [O, C/groups, KH, KW]}, offsets {@code [N, 2·G·KH·KW, H', W']} (y then x of each sample),
 * mask {@code [N, G·KH·KW, H', W']} → {@code y [N, O, H', W']}.
 *
 * @param window its size is that of {@code w}
 */
record DeformConv(Window window) {

    Tensor apply(Tensor x, Tensor w, Tensor offset) {
        return convolved(x, w, offset, null);
    }

    Tensor apply(Tensor x, Tensor w, Tensor offset, Tensor mask) {
        return convolved(x, w, offset, mask);
    }

    private Tensor convolved(Tensor x, Tensor w, Tensor offset, @Nullable Tensor mask) {
        check(x, w, offset, mask);
        int n = x.shape().size(0);
        int samples = window.area();
        int offsetGroups = offset.shape().size(1) / (2 * samples);
        int height = offset.shape().size(2);
        int width = offset.shape().size(3);
        Tensor columns = sampled(x, offset, mask, offsetGroups);

        int channels = x.shape().size(1);
        int groups = channels / w.shape().size(1);
        int outputs = w.shape().size(0);
        int terms = w.shape().size(1) * samples;
        Tensor weights = w.reshape(Shape.of(1, groups, outputs / groups, terms))
                .expand(Shape.of(n, groups, outputs / groups, terms));
        return weights.matmul(columns.reshape(Shape.of(n, groups, terms, height * width)))
                .reshape(Shape.of(n, outputs, height, width));
    }

    /** {@code [N, C, K, H', W']}. */
    private Tensor sampled(Tensor x, Tensor offset, @Nullable Tensor mask, int groups) {
        Shape from = x.shape();
        int n = from.size(0);
        int samples = window.area();
        int height = offset.shape().size(2);
        int width = offset.shape().size(3);
        int each = from.size(1) / groups;
        Tensor apart = x.reshape(Shape.of(n * groups, each, from.size(2), from.size(3)));
        Tensor moved = offset.reshape(Shape.of(n * groups, samples, 2, height, width));
        Shape points = Shape.of(n * groups, samples, height, width);
        Tensor down = moved.slice(2, 0, 1, 1).reshape(points).add(regular(x.dtype(), 0, height, width));
        Tensor across = moved.slice(2, 1, 2, 1).reshape(points).add(regular(x.dtype(), 1, height, width));
        Tensor base = Sampling.multiples(n * groups, from.size(2) * from.size(3), 4);
        Tensor found = Sampling.sum(
                Sampling.rows(apart),
                base,
                new int[] {from.size(2), from.size(3)},
                List.of(Sampling.linear(down, from.size(2)), Sampling.linear(across, from.size(3))));
        if (mask != null) {
            found = found.mul(mask.reshape(Shape.of(n * groups, samples, height, width, 1)));
        }
        return found.permute(0, 4, 1, 2, 3);
    }

    /** Where the samples lie without offsets, along one axis: {@code [K, H', 1]} or {@code [K, 1, W']}. */
    private Tensor regular(DType dtype, int axis, int height, int width) {
        int places = axis == 0 ? height : width;
        double[] at = new double[window.area() * places];
        for (int i = 0; i < at.length; i++) {
            int sample = i / places;
            int u = axis == 0 ? sample / window.size(1) : sample % window.size(1);
            at[i] = i % places * window.stride(axis) - window.before(axis) + u * window.dilation(axis);
        }
        Shape shape = axis == 0 ? Shape.of(window.area(), height, 1) : Shape.of(window.area(), 1, width);
        return Tensor.of(shape, at).cast(dtype);
    }

    private void check(Tensor x, Tensor w, Tensor offset, @Nullable Tensor mask) {
        boolean fits = window.rank() == 2
                && x.shape().rank() == 4
                && w.shape().rank() == 4
                && offset.shape().rank() == 4
                && w.shape().size(2) == window.size(0)
                && w.shape().size(3) == window.size(1)
                && w.shape().size(1) > 0
                && x.shape().size(1) % w.shape().size(1) == 0
                && w.shape().size(0) % (x.shape().size(1) / w.shape().size(1)) == 0
                && offset.shape().size(1) % (2 * window.area()) == 0
                && offset.shape().size(1) > 0
                && x.shape().size(1) % (offset.shape().size(1) / (2 * window.area())) == 0
                && offset.shape()
                        .equals(window.places("deformConv2d", x.spec())
                                .with(1, offset.shape().size(1)))
                && (mask == null
                        || mask.shape()
                                .equals(offset.shape().with(1, offset.shape().size(1) / 2)));
        if (!fits) {
            throw new ShapeException(
                    "deformConv2d",
                    "x is %s, w %s, the offsets %s%s, the window %s"
                            .formatted(
                                    x.spec(),
                                    w.spec(),
                                    offset.spec(),
                                    mask == null ? "" : " and the mask " + mask.spec(),
                                    window),
                    "x must be [N, C, H, W], w [O, C/groups, KH, KW], offsets [N, 2·G·KH·KW, H', W'] with G dividing C, and a mask [N, G·KH·KW, H', W']");
        }
    }
}
