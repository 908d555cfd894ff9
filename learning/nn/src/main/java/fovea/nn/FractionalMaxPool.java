package fovea.nn;

import fovea.tensor.DType;
import fovea.tensor.Draw;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;

/**
 * The largest pixel of regions of one or two pixels a side that shrink an image by a factor between 1 and 2 (Graham 2014, "Fractional
 * max-pooling", section 2, <a href="https://arxiv.org/abs/1412.6071">arXiv:1412.6071</a>). Along an axis of {@code n} pixels the {@code m}
 * regions begin at {@code 0 = a₀ < a₁ < … < aₘ = n}, each one or two after the last:
 *
 * <ul>
 *   <li>random: the steps of one and of two in any order;
 *   <li>pseudorandom: {@code aᵢ = ⌊(i + u) n/m⌋ − ⌊u n/m⌋} with one random {@code u}.
 * </ul>
 *
 * <p>Region i holds the pixels {@code aᵢ … aᵢ₊₁ − 1}, or with the next one's first pixel if regions overlap. So every pixel is in one; the
 * paper counts from 1 to n and leaves the last row and column of disjoint regions out.
 *
 * <p>One choice of regions holds for a batch. A pass with random numbers draws them anew, in inference too ({@link
 * Pass#inference(fovea.tensor.RandomStream, java.util.function.Supplier)}), which the paper's means over several passes need; one without takes
 * {@code u = ½}. {@link Tensor#fractionalMaxPool} is PyTorch's, with windows of one size.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, C, H', W']}, {@code H' = H / factor} to the nearest whole number, and W' alike.
 *
 * @param factor by which images shrink, α
 * @param isRandom whether regions are random, not pseudorandom
 * @param overlaps whether each region has its successor's first row and column too
 */
public record FractionalMaxPool(double factor, boolean isRandom, boolean overlaps) implements Layer {

    /** Refuses a factor that steps of one and two do not reach. */
    public FractionalMaxPool {
        if (!(factor > 1 && factor < 2)) {
            throw new ShapeException("fractionalMaxPool", "the factor is " + factor, "it must be between 1 and 2");
        }
    }

    /** Pseudorandom regions that overlap, the best of the paper's on images that are augmented or many. */
    public static FractionalMaxPool of(double factor) {
        return new FractionalMaxPool(factor, false, true);
    }

    @Override
    public Tensor forward(Tensor x) {
        if (x.shape().rank() != 4) {
            throw new ShapeException("fractionalMaxPool", "x is " + x.shape(), "x must be [N, C, H, W]");
        }
        return largest(largest(x, 2), 3);
    }

    private Tensor largest(Tensor x, int axis) {
        int n = x.shape().size(axis);
        int m = (int) Math.round(n / factor);
        if (m == n) {
            return x;
        }
        Tensor[] bounds = isRandom && Pass.hasRandom() ? random(n, m) : pseudorandom(n, m);
        Tensor first = x.take(axis, bounds[0]);
        if (!overlaps) {
            return first.maximum(x.take(axis, bounds[1].sub(1)));
        }
        // Regions have two pixels or three: the one behind the first is the last, or between. Behind the image there is
        // none.
        Tensor middle = x.take(axis, bounds[0].add(1).minimum(n - 1));
        return first.maximum(middle).maximum(x.take(axis, bounds[1].minimum(n - 1)));
    }

    /** Where regions begin and where the next one does, {@code i32 [m]} both. */
    private static Tensor[] random(int n, int m) {
        Tensor steps = Pass.random("fractionalMaxPool")
                .permutation(m)
                .lt(n - m)
                .cast(DType.I32)
                .add(1);
        Tensor next = steps.cumsum(0);
        return new Tensor[] {next.sub(steps), next};
    }

    private static Tensor[] pseudorandom(int n, int m) {
        Spec one = new Spec(Shape.of(1), DType.F64);
        Tensor u = Pass.hasRandom()
                ? Pass.random("fractionalMaxPool").draw(one, Draw.Distribution.UNIFORM)
                : Tensor.full(one, 0.5);
        double step = (double) n / m;
        Tensor offset = u.mul(step);
        Tensor places = Tensor.arange(1, m, 1).cast(DType.F64).mul(step);
        Tensor inner = places.add(offset).floor().sub(offset.floor()).cast(DType.I32);
        return new Tensor[] {
            Tensor.concat(0, Tensor.of(Shape.of(1), 0), inner), Tensor.concat(0, inner, Tensor.of(Shape.of(1), n))
        };
    }
}
