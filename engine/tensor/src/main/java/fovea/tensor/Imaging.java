package fovea.tensor;

import java.util.stream.IntStream;

/** Methods of {@link Tensor} that resize, sample and rearrange images. */
public sealed interface Imaging permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    /** To another size, one number for each spatial axis of {@code x [N, C, L…]}; see {@link Resize}. */
    default Tensor resize(Resize how, int... size) {
        return how.to(self(), size);
    }

    /** Read at the points of a grid; see {@link GridSample}. */
    default Tensor gridSample(GridSample how, Tensor grid) {
        return how.apply(self(), grid);
    }

    /**
     * A grid of points for {@link #gridSample} from affine maps, {@code grid[n, p] = theta[n] · (p, 1)}.
     *
     * <p>Shapes: {@code theta [N, 2, 3]}, size {@code H, W} → {@code [N, H, W, 2]}; {@code [N, 3, 4]}, {@code D, H, W} → {@code [N, D, H, W,
     * 3]}.
     */
    default Tensor affineGrid(boolean alignCorners, int... size) {
        return AffineGrid.of(self(), alignCorners, size);
    }

    /**
     * Channels become pixels, {@code y[n, c, h·r + i, w·r + j] = x[n, c·r² + i·r + j, h, w]} (Shi et al. 2016, section 3.2).
     *
     * <p>Shapes: {@code x [..., C·r², H, W]} → {@code y [..., C, H·r, W·r]}.
     */
    default Tensor pixelShuffle(int r) {
        Shape x = self().shape();
        if (r < 1 || x.rank() < 3 || x.size(-3) % (r * r) != 0) {
            throw new ShapeException(
                    "pixelShuffle",
                    "x is %s, the factor %d".formatted(x, r),
                    "x must be [..., C·%d, H, W]".formatted(r * r));
        }
        int n = leading(x);
        int c = x.size(-3) / (r * r);
        int h = x.size(-2);
        int w = x.size(-1);
        return self().reshape(Shape.of(n, c, r, r, h, w))
                .permute(0, 1, 4, 2, 5, 3)
                .reshape(x.with(-3, c).with(-2, h * r).with(-1, w * r));
    }

    /** Pixels become channels: the inverse of {@link #pixelShuffle}, {@code [..., C, H·r, W·r]} → {@code [..., C·r², H, W]}. */
    default Tensor pixelUnshuffle(int r) {
        Shape x = self().shape();
        if (r < 1 || x.rank() < 3 || x.size(-2) % r != 0 || x.size(-1) % r != 0) {
            throw new ShapeException(
                    "pixelUnshuffle",
                    "x is %s, the factor %d".formatted(x, r),
                    "x must be [..., C, H, W] with H and W divisible by " + r);
        }
        int n = leading(x);
        int c = x.size(-3);
        int h = x.size(-2) / r;
        int w = x.size(-1) / r;
        return self().reshape(Shape.of(n, c, h, r, w, r))
                .permute(0, 1, 3, 5, 2, 4)
                .reshape(x.with(-3, c * r * r).with(-2, h).with(-1, w));
    }

    private static int leading(Shape x) {
        return IntStream.range(0, x.rank() - 3).map(x::size).reduce(1, Math::multiplyExact);
    }

    /**
     * Channels mixed across groups: as {@code [groups, C/groups]} transposed (Zhang et al. 2018, "ShuffleNet", section 3.1); shape stays.
     */
    default Tensor channelShuffle(int groups) {
        Shape x = self().shape();
        if (groups < 1 || x.rank() < 3 || x.size(1) % groups != 0) {
            throw new ShapeException(
                    "channelShuffle",
                    "x is %s, the groups %d".formatted(x, groups),
                    "x must be [N, C, L…] with C divisible by the groups");
        }
        int each = x.size(1) / groups;
        int pixels = IntStream.range(2, x.rank()).map(x::size).reduce(1, Math::multiplyExact);
        return self().reshape(Shape.of(x.size(0), groups, each, pixels))
                .permute(0, 2, 1, 3)
                .reshape(x);
    }
}
