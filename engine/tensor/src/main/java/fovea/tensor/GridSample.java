package fovea.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An image read at the points of a grid (Jaderberg et al. 2015, "Spatial transformer networks", section 3.3). Coordinates run from −1 at the
 * first to 1 at the last pixel: at their centers if {@code alignCorners}, else at their outer edges.
 *
 * <p>Gradients flow to the image and, but for {@link Mode#NEAREST}, to the grid.
 *
 * <p>Shapes: {@code x [N, C, H, W]}, grid {@code [N, H', W', 2]} of {@code (x, y)} → {@code y [N, C, H', W']}; or {@code x [N, C, D, H, W]},
 * grid {@code [N, D', H', W', 3]} of {@code (x, y, z)}.
 *
 * @param alignCorners false unless asked for, as in PyTorch since 1.3
 */
public record GridSample(Mode mode, Outside outside, boolean alignCorners) {

    /** How pixels around a point become its value. */
    public enum Mode {
        /** Linear along each axis. */
        BILINEAR,
        /** The nearest pixel; halves to the even one. */
        NEAREST,
        /** Cubic convolution with {@code a = −0.75}, over two axes. */
        BICUBIC
    }

    /** What lies beyond the edges. */
    public enum Outside {
        ZEROS,
        /** The outermost pixel. */
        BORDER,
        /** The image mirrored: at the outermost pixels' centers if corners are aligned, else at their outer edges. */
        REFLECTION
    }

    private static final double A = -0.75;

    /** Bilinear, zeros outside, corners not aligned: PyTorch's defaults. */
    public static GridSample bilinear() {
        return new GridSample(Mode.BILINEAR, Outside.ZEROS, false);
    }

    public Tensor apply(Tensor x, Tensor grid) {
        Shape from = x.shape();
        int rank = from.rank() - 2;
        check(x, grid);
        int[] sizes = IntStream.range(0, rank).map(i -> from.size(2 + i)).toArray();
        List<List<Sampling.Tap>> taps = new ArrayList<>();
        Shape points = dropLast(grid.shape());
        for (int i = 0; i < rank; i++) {
            Tensor at = grid.slice(-1, rank - 1 - i, rank - i, 1).reshape(points);
            taps.add(taps(pixels(at, sizes[i]), sizes[i]));
        }
        int pixels = IntStream.of(sizes).reduce(1, Math::multiplyExact);
        Tensor base = Sampling.multiples(from.size(0), pixels, rank + 1);
        Tensor y = Sampling.sum(Sampling.rows(x), base, sizes, taps);
        int[] order = IntStream.range(0, rank + 2)
                .map(i -> i == 0 ? 0 : i == 1 ? rank + 1 : i - 1)
                .toArray();
        return y.permute(order);
    }

    private void check(Tensor x, Tensor grid) {
        Shape from = x.shape();
        int rank = from.rank() - 2;
        boolean fits = (rank == 2 || (rank == 3 && mode != Mode.BICUBIC))
                && grid.shape().rank() == rank + 2
                && grid.shape().size(0) == from.size(0)
                && grid.shape().size(-1) == rank
                && x.dtype() == grid.dtype()
                && x.dtype().isFloating();
        for (int i = 0; fits && i < rank; i++) {
            fits = from.size(2 + i) > 0;
        }
        if (!fits) {
            throw new ShapeException(
                    "gridSample",
                    "x is " + x.spec() + " and the grid " + grid.spec(),
                    mode == Mode.BICUBIC
                            ? "x must be [N, C, H, W] and the grid [N, H', W', 2], of one floating-point type"
                            : "x must be [N, C, H, W] or [N, C, D, H, W] with pixels, and the grid [N, H', W', 2] or [N, D', H', W', 3], of one floating-point type");
        }
    }

    private static Shape dropLast(Shape shape) {
        return Shape.of(java.util.Arrays.copyOf(shape.toArray(), shape.rank() - 1));
    }

    /** From −1 … 1 to pixels. */
    private Tensor pixels(Tensor at, int size) {
        return alignCorners
                ? at.add(1).mul((size - 1) / 2.0)
                : at.add(1).mul(size / 2.0).sub(0.5);
    }

    private List<Sampling.Tap> taps(Tensor at, int size) {
        return switch (mode) {
            case BILINEAR -> Sampling.linear(moved(at, size), size);
            case NEAREST -> Sampling.nearest(moved(at, size), size);
            case BICUBIC -> {
                Tensor below = at.floor();
                Tensor[] weights = Sampling.cubic(at.sub(below), A);
                List<Sampling.Tap> taps = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    taps.add(Sampling.inside(moved(below.add(i - 1), size), weights[i], size));
                }
                yield taps;
            }
        };
    }

    /** Coordinates beyond the edges moved inside. */
    private Tensor moved(Tensor at, int size) {
        return switch (outside) {
            case ZEROS -> at;
            case BORDER -> clipped(at, size);
            case REFLECTION ->
                clipped(alignCorners ? reflected(at, 0, size - 1) : reflected(at, -0.5, size - 0.5), size);
        };
    }

    /** No gradient at the edges themselves, as PyTorch has it. */
    private static Tensor clipped(Tensor at, int size) {
        return at.le(0).where(0, at.ge(size - 1).where(at.mul(0).add(size - 1), at));
    }

    private static Tensor reflected(Tensor at, double low, double high) {
        double span = high - low;
        if (span == 0) {
            return Tensor.full(at.spec(), 0);
        }
        Tensor distance = at.sub(low).abs();
        Tensor flips = distance.div(span).floor();
        Tensor rest = distance.sub(flips.mul(span));
        Tensor even = flips.mul(0.5).floor().mul(2).eq(flips);
        return even.where(rest, rest.neg().add(span)).add(low);
    }
}
