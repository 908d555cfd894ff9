package fovea.tensor;

import java.util.stream.IntStream;

/** Grids of points under an affine map, for {@link GridSample}. */
final class AffineGrid {
    private AffineGrid() {}

    /** {@code theta [N, 2, 3]} → {@code [N, H, W, 2]}, or {@code [N, 3, 4]} → {@code [N, D, H, W, 3]}. */
    static Tensor of(Tensor theta, boolean alignCorners, int... size) {
        int rank = size.length;
        Shape from = theta.shape();
        boolean fits = (rank == 2 || rank == 3)
                && from.rank() == 3
                && from.size(1) == rank
                && from.size(2) == rank + 1
                && theta.dtype().isFloating();
        if (!fits) {
            throw new ShapeException(
                    "affineGrid",
                    "theta is %s, the size %s".formatted(theta.spec(), java.util.Arrays.toString(size)),
                    "theta must be [N, 2, 3] for a size of [H, W], or [N, 3, 4] for [D, H, W]");
        }
        int points = IntStream.of(size).reduce(1, Math::multiplyExact);
        double[] base = new double[points * (rank + 1)];
        for (int p = 0; p < points; p++) {
            int rest = p;
            for (int i = rank - 1; i >= 0; i--) {
                base[p * (rank + 1) + rank - 1 - i] = coordinate(rest % size[i], size[i], alignCorners);
                rest /= size[i];
            }
            base[p * (rank + 1) + rank] = 1;
        }
        int n = from.size(0);
        Tensor plain = Tensor.of(Shape.of(1, points, rank + 1), base)
                .cast(theta.dtype())
                .expand(Shape.of(n, points, rank + 1));
        int[] to = IntStream.concat(IntStream.concat(IntStream.of(n), IntStream.of(size)), IntStream.of(rank))
                .toArray();
        return plain.matmul(theta.transpose()).reshape(Shape.of(to));
    }

    /** From −1 to 1, at the pixels' centers or the image's edges. */
    private static double coordinate(int i, int n, boolean alignCorners) {
        if (n == 1) {
            return 0;
        }
        double whole = -1 + 2.0 * i / (n - 1);
        return alignCorners ? whole : whole * (n - 1) / n;
    }
}
