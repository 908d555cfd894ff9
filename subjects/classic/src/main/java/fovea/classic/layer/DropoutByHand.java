package fovea.classic.layer;

import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;

/** Inverted dropout and its way back: both multiply by the same mask (Srivastava et al. 2014, section 10). Shapes: any. */
public final class DropoutByHand {
    private DropoutByHand() {}

    /** For each number 0 with probability {@code p} and else {@code 1 / (1 − p)}, like {@code x}. */
    public static Tensor mask(Tensor x, double p, RandomGenerator random) {
        double[] mask = new double[Math.toIntExact(x.shape().elements())];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = random.nextDouble() < p ? 0 : 1 / (1 - p);
        }
        return Tensor.of(x.shape(), mask).cast(x.dtype());
    }

    /** {@code x · mask}; in inference there is nothing to do. */
    public static Tensor forward(Tensor x, Tensor mask) {
        return x.mul(mask);
    }

    /** {@code dy · mask}: what was left out has no influence, what stayed was scaled. */
    public static Tensor backward(Tensor dy, Tensor mask) {
        return dy.mul(mask);
    }
}
