package fovea.nn.attention;

import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What is hidden from queries. A mask is {@code bool}, true where something is hidden (as in PyTorch's multi-head attention, and unlike
 * {@link DotProduct}'s), or of the type of the scores and added to them.
 *
 * @param scores by query and key, {@code [L, S]}, or also by sequence and head, {@code [N·heads, L, S]}; null for none
 * @param padding by sequence and key, {@code [N, S]}, or {@code [S]} for one sequence; null for none
 */
public record AttentionMasks(
        @Nullable Tensor scores, @Nullable Tensor padding) {

    /** Nothing is hidden. */
    public static final AttentionMasks NONE = new AttentionMasks(null, null);

    public static AttentionMasks scores(Tensor mask) {
        return new AttentionMasks(mask, null);
    }

    public static AttentionMasks padding(Tensor mask) {
        return new AttentionMasks(null, mask);
    }

    /** The future is hidden from each of so many steps. */
    public static AttentionMasks causal(int steps) {
        return scores(Mask.future(steps));
    }

    public AttentionMasks withPadding(Tensor mask) {
        return new AttentionMasks(scores, mask);
    }
}
