package fovea.nn.attention;

import fovea.nn.Dropout;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Scaled dot-product attention, {@code y = softmax(scale · q kᵀ + mask) v} (Vaswani et al. 2017, section 3.2.1, <a
 * href="https://arxiv.org/abs/1706.03762">arXiv:1706.03762</a>).
 *
 * <p>Shapes: {@code q [..., L, E]}, {@code k [..., S, E]}, {@code v [..., S, V]} → {@code y [..., L, V]} and weights {@code [..., L, S]}; the
 * leading axes are broadcast to each other. A query from which every key is hidden has no weights: they are not-a-numbers.
 *
 * @param mask {@code bool}, true where a query may look at a key, or of the type of {@code q} and added to the scores; it is broadcast to
 *     {@code [..., L, S]}; null for none
 * @param causal whether query i may look at keys 0 to i only
 * @param scale what products are multiplied by; null for {@code 1/√E}
 * @param dropout the share of weights set to zero in training
 */
public record DotProduct(
        @Nullable Tensor mask, boolean causal, @Nullable Double scale, double dropout) {

    /** Without a mask, scaled by {@code 1/√E}. */
    public static DotProduct plain() {
        return new DotProduct(null, false, null, 0);
    }

    public DotProduct withMask(Tensor another) {
        return new DotProduct(another, causal, scale, dropout);
    }

    public DotProduct withCausal(boolean onlyBefore) {
        return new DotProduct(mask, onlyBefore, scale, dropout);
    }

    public DotProduct withScale(double factor) {
        return new DotProduct(mask, causal, factor, dropout);
    }

    public DotProduct withDropout(double share) {
        return new DotProduct(mask, causal, scale, share);
    }

    /** Looks with {@code q} at {@code k}, and takes of {@code v} what it sees. */
    public Attended attend(Tensor q, Tensor k, Tensor v) {
        Heads.check(q, k, v);
        double factor = scale != null ? scale : 1 / Math.sqrt(q.shape().size(-1));
        Tensor scores = Heads.product(q.mul(factor), k.transpose());
        if (causal) {
            int n = scores.shape().rank();
            scores = Mask.allowed(
                    "attention",
                    scores,
                    Mask.causal(scores.shape().size(n - 2), scores.shape().size(n - 1)));
        }
        if (mask != null) {
            scores = Mask.allowed("attention", scores, mask);
        }
        Tensor weights = scores.softmax();
        if (dropout != 0) {
            weights = new Dropout(dropout).forward(weights);
        }
        return new Attended(Heads.product(weights, v), weights);
    }
}
