package fovea.nn.attention;

import fovea.nn.Linear;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Attention by a small network (Bahdanau et al. 2015, section 3.1, <a href="https://arxiv.org/abs/1409.0473">arXiv:1409.0473</a>): what a
 * decoder in state {@code s} sees of an encoder's states {@code kⱼ}, or a captioner of the places of an image,
 *
 * <pre>  eⱼ = v · tanh(W s + U kⱼ + b)    α = softmax(e)    y = Σⱼ αⱼ kⱼ</pre>
 *
 * <p>Shapes: {@code s [N, Q]}, {@code k [N, S, K]} → {@code y [N, K]} and weights {@code [N, S]}.
 *
 * @param query {@code W [A, Q]}, without a bias
 * @param keys {@code U [A, K]} with {@code b}
 * @param score {@code v [1, A]}, without a bias, which a softmax would not see
 */
public record AdditiveAttention(Linear query, Linear keys, Linear score) {

    /** A fresh one, with {@code hidden} features inside. */
    public static AdditiveAttention of(int querySize, int keySize, int hidden, RandomGenerator random) {
        return new AdditiveAttention(
                Linear.unbiased(querySize, hidden, random),
                Linear.of(keySize, hidden, random),
                Linear.unbiased(hidden, 1, random));
    }

    /** {@code U k + b}: what of the scores does not depend on the query. A decoder computes it once for all its steps. */
    public Tensor ahead(Tensor k) {
        return keys.forward("keys", k);
    }

    /** Looks with {@code s} at {@code k}. */
    public Attended attend(Tensor s, Tensor k) {
        return attend(s, k, ahead(k), null);
    }

    /**
     * Looks with {@code s} at what of {@code k} is not hidden.
     *
     * @param hidden {@code bool [N, S]}, true where something is hidden
     */
    public Attended attend(Tensor s, Tensor k, Tensor hidden) {
        return attend(s, k, ahead(k), hidden);
    }

    /** With {@link #ahead} of {@code k}. */
    public Attended attend(Tensor s, Tensor k, Tensor ahead, @Nullable Tensor hidden) {
        boolean fits = s.shape().rank() == 2
                && k.shape().rank() == 3
                && s.shape().size(0) == k.shape().size(0);
        if (!fits) {
            throw new ShapeException(
                    "attention",
                    "the query is " + s.shape() + " and k " + k.shape(),
                    "they must be [N, Q] and [N, S, K]");
        }
        int n = k.shape().size(0);
        int places = k.shape().size(1);
        Tensor asked = query.forward("query", s);
        Tensor inner =
                ahead.add(asked.reshape(Shape.of(n, 1, asked.shape().size(1)))).tanh();
        Tensor scores = score.forward("score", inner).reshape(Shape.of(n, places));
        Tensor weights = (hidden == null ? scores : Mask.hidden("attention", scores, hidden)).softmax();
        Tensor y = weights.reshape(Shape.of(n, 1, places)).matmul(k);
        return new Attended(y.reshape(Shape.of(n, k.shape().size(2))), weights);
    }
}
