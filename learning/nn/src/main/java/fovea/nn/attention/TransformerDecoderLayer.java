package fovea.nn.attention;

import fovea.nn.LayerNormLayer;
import fovea.nn.Linear;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * A layer of a decoder (Vaswani et al. 2017, figure 1, right, <a href="https://arxiv.org/abs/1706.03762">arXiv:1706.03762</a>): attention of
 * the sequence to itself, then to a memory, which is what an encoder made of another sequence or of an image, and two linear layers, each
 * beside a shortcut and normalized. Parameters are called as PyTorch's.
 *
 * <p>Shapes: {@code x [T, N, E]} and memory {@code [S, N, E]} → {@code [T, N, E]}; with {@code N} in front if
 * {@link TransformerOptions#batchFirst}, without it for one sequence.
 */
public record TransformerDecoderLayer(
        TransformerOptions options,
        MultiHeadAttention selfAttn,
        MultiHeadAttention multiheadAttn,
        Linear linear1,
        Linear linear2,
        LayerNormLayer norm1,
        LayerNormLayer norm2,
        LayerNormLayer norm3) {

    /** A fresh one. */
    public static TransformerDecoderLayer of(TransformerOptions options, RandomGenerator random) {
        return new TransformerDecoderLayer(
                options,
                Residual.attention(options, random),
                Residual.attention(options, random),
                Linear.of(options.dModel(), options.dimFeedforward(), random),
                Linear.of(options.dimFeedforward(), options.dModel(), random),
                options.norm(),
                options.norm(),
                options.norm());
    }

    /** With nothing hidden. */
    public Tensor forward(Tensor x, Tensor memory) {
        return forward(x, memory, AttentionMasks.NONE, AttentionMasks.NONE);
    }

    /**
     * With something hidden.
     *
     * @param own what is hidden of the sequence itself; {@link AttentionMasks#causal} where it is written from left to right
     * @param other what is hidden of the memory
     */
    public Tensor forward(Tensor x, Tensor memory, AttentionMasks own, AttentionMasks other) {
        Tensor y = Residual.around(options, "norm1", norm1, x, in -> Residual.attend("self_attn", selfAttn, in, own));
        Tensor z = Residual.around(
                options, "norm2", norm2, y, in -> Residual.attend("multihead_attn", multiheadAttn, in, memory, other));
        return Residual.around(options, "norm3", norm3, z, in -> Residual.feedForward(options, linear1, linear2, in));
    }
}
