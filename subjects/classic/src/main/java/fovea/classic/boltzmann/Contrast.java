package fovea.classic.boltzmann;

import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Contrastive divergence (Hinton 2002, equation 13): what the machine sees against what it makes of it after k steps of Gibbs sampling,
 *
 * <pre>
 *  ΔW = (h₀ᵀ v₀ − hₖᵀ vₖ) / N    Δb = mean(v₀ − vₖ)    Δc = mean(h₀ − hₖ)</pre>
 *
 * {@code h₀} and {@code hₖ} are probabilities; hidden units are drawn on the way, and visible ones are not (Hinton 2010, section 3). With k
 * without end it is the gradient of the log-likelihood.
 *
 * @param gradients to be descended by an optimizer: the negative of what is above, by parameter
 * @param error mean square of {@code v₀ − v₁}, a scalar
 */
public record Contrast(Map<Parameter, Tensor> gradients, Tensor error) {

    /** After one step, CD-1. */
    public static Contrast of(Rbm rbm, Tensor v, RandomStream random) {
        return of(rbm, v, 1, random);
    }

    /**
     * After so many steps, CD-k.
     *
     * @param v {@code [N, V]}, from 0 to 1
     * @param steps k, 1 or more
     */
    public static Contrast of(Rbm rbm, Tensor v, int steps, RandomStream random) {
        if (steps < 1) {
            throw new IllegalArgumentException(
                    "contrastive divergence of %d steps\n  it takes at least 1".formatted(steps));
        }
        Tensor seen = rbm.hidden(v);
        Tensor first = rbm.visible(Rbm.drawn(seen, random));
        Tensor dream = first;
        Tensor dreamed = rbm.hidden(dream);
        for (int step = 1; step < steps; step++) {
            dream = rbm.visible(Rbm.drawn(dreamed, random));
            dreamed = rbm.hidden(dream);
        }
        Map<Parameter, Tensor> gradients = new LinkedHashMap<>();
        double share = 1.0 / v.shape().size(0);
        gradients.put(rbm.weight(), outer(dreamed, dream).sub(outer(seen, v)).mul(share));
        gradients.put(rbm.visibleBias(), dream.sub(v).mean(0));
        gradients.put(rbm.hiddenBias(), dreamed.sub(seen).mean(0));
        return new Contrast(gradients, first.sub(v).square().mean());
    }

    private static Tensor outer(Tensor h, Tensor v) {
        return h.transpose().matmul(v);
    }
}
