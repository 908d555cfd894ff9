package fovea.data;

import java.util.random.RandomGenerator;

/**
 * Mixes the samples of a batch in pairs, pictures and labels alike: {@code x = λ xᵢ + (1 − λ) xⱼ}, {@code y = λ yᵢ + (1 − λ) yⱼ}, with one
 * {@code λ ~ Beta(α, α)} a batch (Zhang et al. 2017, <a href="https://arxiv.org/abs/1710.09412">arXiv:1710.09412</a>, section 2: α of 1 for
 * CIFAR, 0.1 to 0.4 for ImageNet).
 *
 * <p>The partner of the first is the last, and so on inwards, which after shuffling is as good as any permutation and needs no second batch.
 * Labels become probabilities, {@link Batch#targets}; the loss must take those, as {@code fovea.nn.loss.CrossEntropy} does.
 *
 * @param alpha above 0, at most 4
 */
public record Mixup(double alpha) {

    /** Above it nearly all of Jöhnk's draws would be thrown away; the paper tried none that it recommends. */
    private static final double MOST = 4;

    /** Checks the number. */
    public Mixup {
        if (!(alpha > 0 && alpha <= MOST)) {
            throw new IllegalArgumentException(
                    "mixup: alpha is %s%n  it must be above 0 and at most %s".formatted(alpha, MOST));
        }
    }

    /**
     * A number from Beta(α, α), by Jöhnk's rejection (Devroye 1986, "Non-uniform random variate generation", section IX.3.4) on a logarithmic
     * scale, where small α do not underflow.
     */
    double share(RandomGenerator random) {
        while (true) {
            double x = StrictMath.log(1 - random.nextDouble()) / alpha;
            double y = StrictMath.log(1 - random.nextDouble()) / alpha;
            if (StrictMath.exp(x) + StrictMath.exp(y) <= 1) {
                return 1 / (1 + StrictMath.exp(y - x));
            }
        }
    }
}
