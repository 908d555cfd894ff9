package fovea.nn.attention;

import fovea.tensor.Tensor;

/**
 * What comes of attending.
 *
 * @param y the weighted sums, one for each query
 * @param weights how much each query looks at each key, {@code [..., L, S]}; they add up to 1 along {@code S}, but for dropout
 */
public record Attended(Tensor y, Tensor weights) {

    /** The mean of the weights over the heads, {@code [N, heads, L, S]} → {@code [N, L, S]}. */
    public Tensor meanWeights() {
        return weights.mean(-3);
    }
}
