package fovea.train.optim;

import fovea.tensor.Shape;
import fovea.tensor.Tensor;

/** Small landscapes with one difficulty each, after Schaul, Antonoglou and Silver 2013, "Unit tests for stochastic optimization". */
final class Prototypes {
    private Prototypes() {}

    private static Tensor at(Tensor x, int i) {
        return x.slice(0, i, i + 1, 1).reshape(Shape.SCALAR);
    }

    /** A bowl ten times as steep in one direction as in the other; lowest at 0. */
    static Tensor bowl(Tensor x) {
        return at(x, 0).square().mul(0.5).add(at(x, 1).square().mul(0.05));
    }

    /** Nearly flat, then a slope of 100, then a bowl around 0. */
    static Tensor cliff(Tensor x) {
        Tensor flat = x.abs().sub(2).relu().mul(0.01);
        Tensor steep = x.abs().minimum(2).sub(1).relu().mul(100);
        return x.abs().minimum(1).square().mul(0.5).add(steep).add(flat).sum();
    }

    /** {@code x² − y² + y⁴/4}: a saddle at 0, lowest at {@code (0, ±√2)}. */
    static Tensor saddle(Tensor x) {
        Tensor y = at(x, 1).square();
        return at(x, 0).square().sub(y).add(y.square().mul(0.25));
    }

    /** Rosenbrock 1960: a bent valley, lowest at (1, 1). */
    static Tensor rosenbrock(Tensor x) {
        Tensor a = at(x, 0);
        return at(x, 1).sub(a.square()).square().mul(100).add(a.neg().add(1).square());
    }

    /** Beale 1958: flat with steep corners, lowest at (3, ½). */
    static Tensor beale(Tensor x) {
        Tensor a = at(x, 0);
        Tensor b = at(x, 1);
        Tensor one = a.mul(b.sub(1)).add(1.5);
        Tensor two = a.mul(b.square().sub(1)).add(2.25);
        Tensor three = a.mul(b.square().mul(b).sub(1)).add(2.625);
        return one.square().add(two.square()).add(three.square());
    }
}
