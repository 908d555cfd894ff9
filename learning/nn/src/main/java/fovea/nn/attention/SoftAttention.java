package fovea.nn.attention;

import fovea.nn.Linear;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * What a captioner sees of an image before its next word (Xu et al. 2015, "Show, attend and tell", section 4.2, <a
 * href="https://arxiv.org/abs/1502.03044">arXiv:1502.03044</a>): {@link AdditiveAttention} to the places of the image, times a gate
 * {@code β = σ(G s + g)} that says how much of it is wanted.
 *
 * <p>Shapes: state {@code s [N, Q]}, features of the places {@code [N, S, K]} → {@code y [N, K]} and weights {@code [N, S]}.
 *
 * @param gate {@code [1, Q]}
 */
public record SoftAttention(AdditiveAttention attention, Linear gate) {

    /** A fresh one, with {@code hidden} features inside. */
    public static SoftAttention of(int stateSize, int featureSize, int hidden, RandomGenerator random) {
        return new SoftAttention(
                AdditiveAttention.of(stateSize, featureSize, hidden, random), Linear.of(stateSize, 1, random));
    }

    /** Looks in state {@code s} at the places. */
    public Attended attend(Tensor s, Tensor places) {
        return attend(s, places, attention.ahead(places));
    }

    /** With {@link AdditiveAttention#ahead} of the places. */
    public Attended attend(Tensor s, Tensor places, Tensor ahead) {
        Attended seen = attention.attend(s, places, ahead, null);
        return new Attended(seen.y().mul(gate.forward("gate", s).sigmoid()), seen.weights());
    }

    /**
     * How far the weights of all words together are from looking at each place once, {@code (1/N) Σₙ Σⱼ (1 − Σₜ αₜₙⱼ)²}; a loss beside that of
     * the words (section 4.2.1, "doubly stochastic attention").
     *
     * @param weights {@code [T, N, S]}
     */
    public static Tensor coverage(Tensor weights) {
        Tensor missing = weights.sum(0).neg().add(1);
        return missing.square().sum().mul(1.0 / weights.shape().size(1));
    }
}
