package fovea.nn;

import fovea.tensor.Comparison;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;

/** What the layers that leave something out by chance have in common. */
final class Chance {
    private Chance() {}

    static void check(String layer, double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new ShapeException(layer, "p is " + p, "it is the probability of being dropped, from 0 to 1");
        }
    }

    /** {@code x} with each number times 0, with probability {@code p}, or times {@code 1 / (1 − p)}; one chance for each element of {@code each}. */
    static Tensor dropped(String layer, Tensor x, Shape each, double p) {
        return p == 0 ? x : p == 1 ? x.mul(0) : x.mul(kept(layer, x, each, p).mul(1 / (1 - p)));
    }

    /** 1 with probability {@code 1 − p}, else 0, of the type of {@code x}. */
    static Tensor kept(String layer, Tensor x, Shape each, double p) {
        Tensor drawn = Pass.random(layer).uniform(each);
        return new Comparison.Less()
                .apply(drawn, Tensor.full(drawn.spec(), 1 - p))
                .cast(x.dtype());
    }

    /** One for each channel of each image. */
    static Shape channels(String layer, Tensor x) {
        if (x.shape().rank() < 2) {
            throw new ShapeException(layer, "x is " + x.shape(), "x must be [N, C, ...]");
        }
        return first(x, 2);
    }

    /** The sizes of the first {@code n} axes, and 1 for all others. */
    static Shape first(Tensor x, int n) {
        int[] sizes = x.shape().toArray();
        for (int i = n; i < sizes.length; i++) {
            sizes[i] = 1;
        }
        return Shape.of(sizes);
    }
}
