package fovea.nn.attention;

import fovea.nn.Layer;
import fovea.nn.LayerNormLayer;
import fovea.nn.Linear;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * A layer of an encoder (Vaswani et al. 2017, figure 1, left, <a href="https://arxiv.org/abs/1706.03762">arXiv:1706.03762</a>): attention
 * of the sequence to itself and two linear layers, each beside a shortcut and normalized. Parameters are called as PyTorch's.
 *
 * <p>Shapes: {@code x [T, N, E]}, or {@code [N, T, E]} if {@link TransformerOptions#batchFirst}, or {@code [T, E]} → alike.
 */
public record TransformerEncoderLayer(
        TransformerOptions options,
        MultiHeadAttention selfAttn,
        Linear linear1,
        Linear linear2,
        LayerNormLayer norm1,
        LayerNormLayer norm2)
        implements Layer {

    /** A fresh one. */
    public static TransformerEncoderLayer of(TransformerOptions options, RandomGenerator random) {
        return new TransformerEncoderLayer(
                options,
                Residual.attention(options, random),
                Linear.of(options.dModel(), options.dimFeedforward(), random),
                Linear.of(options.dimFeedforward(), options.dModel(), random),
                options.norm(),
                options.norm());
    }

    @Override
    public Tensor forward(Tensor x) {
        return forward(x, AttentionMasks.NONE);
    }

    /** With something hidden from the attention. */
    public Tensor forward(Tensor x, AttentionMasks masks) {
        Tensor y = Residual.around(options, "norm1", norm1, x, in -> Residual.attend("self_attn", selfAttn, in, masks));
        return Residual.around(options, "norm2", norm2, y, in -> Residual.feedForward(options, linear1, linear2, in));
    }
}
