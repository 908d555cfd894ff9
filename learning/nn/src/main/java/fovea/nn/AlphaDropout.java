package fovea.nn;

import fovea.tensor.Shape;
import fovea.tensor.Tensor;

/**
 * Dropout for nets of {@code selu}: what is dropped becomes {@code α' = −λα ≈ −1.758}, the least that {@code selu} gives, and an affine map
 * brings mean 0 and variance 1 back (Klambauer et al. 2017, section 3, <a href="https://arxiv.org/abs/1706.02515">arXiv:1706.02515</a>):
 *
 * <pre>  y = a · (dropped ? α' : x) + b,   a = ((1 − p)(1 + p α'²))^(−½),   b = −a p α'</pre>
 *
 * <p>Random numbers come from {@link Pass#training(fovea.tensor.RandomStream, java.util.function.Supplier)}.
 *
 * @param p the probability of being dropped
 * @param channels whether whole channels of {@code x [N, C, ...]} are dropped: PyTorch's {@code FeatureAlphaDropout}
 */
public record AlphaDropout(double p, boolean channels) implements Layer {
    private static final double LEAST = -1.7580993408473766;

    /** Refuses what is no probability. */
    public AlphaDropout {
        Chance.check("alphaDropout", p);
    }

    /** For each number by itself. */
    public static AlphaDropout of(double p) {
        return new AlphaDropout(p, false);
    }

    @Override
    public Tensor forward(Tensor x) {
        if (!Pass.isTraining() || p == 0) {
            return x;
        }
        if (p == 1) {
            return x.mul(0);
        }
        Shape each = channels ? Chance.channels("alphaDropout", x) : x.shape();
        Tensor kept = Chance.kept("alphaDropout", x, each, p);
        double a = 1 / Math.sqrt((1 - p) * (1 + p * LEAST * LEAST));
        // α' where dropped, and b: one number for each of what is dropped together.
        Tensor shift = kept.neg().add(1).mul(a * LEAST).add(-a * p * LEAST);
        return x.mul(kept.mul(a)).add(shift);
    }
}
