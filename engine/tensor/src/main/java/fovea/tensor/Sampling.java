package fovea.tensor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Images read between their pixels: at each point a weighted sum over the pixels around it, {@code y = Σ w₀w₁… · x[p₀, p₁, …]}, with a few
 * taps along each axis. It is made of other ops, so gradients flow to the image and to the points, to any order.
 */
public final class Sampling {
    private Sampling() {}

    /**
     * One neighbor of each point along one axis.
     *
     * @param pixel which one, {@code i32}, inside the image
     * @param weight of the same shape
     */
    public record Tap(Tensor pixel, Tensor weight) {}

    /**
     * The weighted sums.
     *
     * <p>Shapes: rows {@code [R, C]}, base and taps of shapes that broadcast to {@code S} → {@code y [S…, C]}.
     *
     * @param rows the channels of each pixel; images one behind the other, each row-major
     * @param base the row at which each point's image begins, {@code i32}
     * @param sizes of an image, one an axis
     * @param axes the taps along each axis
     */
    public static Tensor sum(Tensor rows, Tensor base, int[] sizes, List<List<Tap>> axes) {
        List<Corner> corners = List.of(new Corner(Tensor.full(new Spec(Shape.SCALAR, DType.I32), 0), null));
        for (int axis = 0; axis < sizes.length; axis++) {
            List<Corner> more = new ArrayList<>();
            for (Corner corner : corners) {
                for (Tap tap : axes.get(axis)) {
                    more.add(corner.with(sizes[axis], tap));
                }
            }
            corners = more;
        }
        return corners.stream()
                .map(corner -> corner.weighted(rows, base))
                .reduce(Tensor::add)
                .orElseThrow();
    }

    /** A product of taps, one an axis so far. */
    private record Corner(Tensor pixel, @Nullable Tensor weight) {
        Corner with(int size, Tap tap) {
            return new Corner(
                    pixel.mul(size).add(tap.pixel()), weight == null ? tap.weight() : weight.mul(tap.weight()));
        }

        Tensor weighted(Tensor rows, Tensor base) {
            Tensor found = rows.take(0, base.add(pixel));
            if (weight == null) {
                return found;
            }
            return found.mul(weight.reshape(append(weight.shape(), 1)));
        }
    }

    /** {@code [N, C, L…]} as {@code [N·L…, C]}. */
    static Tensor rows(Tensor x) {
        int rank = x.shape().rank();
        int[] order = new int[rank];
        for (int i = 1; i < rank; i++) {
            order[i] = i == rank - 1 ? 1 : i + 1;
        }
        int pixels = Math.toIntExact(x.shape().with(1, 1).elements());
        return x.permute(order).reshape(Shape.of(pixels, x.shape().size(1)));
    }

    /** {@code 0, step, 2·step, …} as {@code i32 [n, 1, …]} with so many axes. */
    static Tensor multiples(int n, int step, int rank) {
        int[] values = new int[n];
        int[] sizes = new int[rank];
        java.util.Arrays.fill(sizes, 1);
        sizes[0] = n;
        for (int i = 0; i < n; i++) {
            values[i] = Math.multiplyExact(i, step);
        }
        return Tensor.of(Shape.of(sizes), values);
    }

    static Shape append(Shape shape, int size) {
        int[] sizes = java.util.Arrays.copyOf(shape.toArray(), shape.rank() + 1);
        sizes[shape.rank()] = size;
        return Shape.of(sizes);
    }

    /** The two pixels around each coordinate, zeros beyond the edges. */
    public static List<Tap> linear(Tensor at, int size) {
        Tensor below = at.floor();
        Tensor part = at.sub(below);
        return List.of(inside(below, part.neg().add(1), size), inside(below.add(1), part, size));
    }

    /** The pixel nearest to each coordinate, halves to the even one, zeros beyond the edges. */
    static List<Tap> nearest(Tensor at, int size) {
        Tensor pixel = at.round();
        return List.of(inside(pixel, Tensor.full(at.spec(), 1), size));
    }

    /** A tap at whole coordinates, without weight where they are beyond the edges. */
    static Tap inside(Tensor pixel, Tensor weight, int size) {
        Tensor inside = pixel.ge(0).and(pixel.le(size - 1));
        return new Tap(pixel.clamp(0, size - 1).cast(DType.I32), inside.where(weight, 0));
    }

    /**
     * The weights of the four pixels around a point that is {@code t} past the second of them, by cubic convolution (Keys 1981, equation 4,
     * with another {@code a}).
     */
    static Tensor[] cubic(Tensor t, double a) {
        Tensor u = t.neg().add(1);
        return new Tensor[] {far(t.add(1), a), near(t, a), near(u, a), far(u.add(1), a)};
    }

    private static Tensor near(Tensor t, double a) {
        return t.mul(a + 2).sub(a + 3).mul(t).mul(t).add(1);
    }

    private static Tensor far(Tensor t, double a) {
        return t.mul(a).sub(5 * a).mul(t).add(8 * a).mul(t).sub(4 * a);
    }
}
