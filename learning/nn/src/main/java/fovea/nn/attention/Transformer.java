package fovea.nn.attention;

import fovea.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * An encoder and a decoder that looks at what it made (Vaswani et al. 2017, figure 1, <a
 * href="https://arxiv.org/abs/1706.03762">arXiv:1706.03762</a>), without embeddings and without the last linear layer.
 *
 * <p>Shapes: {@code source [S, N, E]} and {@code target [T, N, E]} → {@code [T, N, E]}; with {@code N} in front if
 * {@link TransformerOptions#batchFirst}, without it for one sequence.
 */
public record Transformer(TransformerEncoder encoder, TransformerDecoder decoder) {

    /** A fresh one; both stacks end in a normalization, as PyTorch's do. */
    public static Transformer of(
            int encoderLayers, int decoderLayers, TransformerOptions options, RandomGenerator random) {
        List<TransformerEncoderLayer> encoders = Stream.generate(() -> TransformerEncoderLayer.of(options, random))
                .limit(encoderLayers)
                .toList();
        List<TransformerDecoderLayer> decoders = Stream.generate(() -> TransformerDecoderLayer.of(options, random))
                .limit(decoderLayers)
                .toList();
        return new Transformer(
                new TransformerEncoder(encoders, options.norm()), new TransformerDecoder(decoders, options.norm()));
    }

    /** With nothing hidden. */
    public Tensor forward(Tensor source, Tensor target) {
        return forward(source, target, AttentionMasks.NONE, AttentionMasks.NONE, AttentionMasks.NONE);
    }

    /**
     * With something hidden.
     *
     * @param sources what is hidden of the source from itself
     * @param targets what is hidden of the target from itself; {@link AttentionMasks#causal} where it is written from left to right
     * @param memory what is hidden of the encoded source from the target
     */
    public Tensor forward(
            Tensor source, Tensor target, AttentionMasks sources, AttentionMasks targets, AttentionMasks memory) {
        return decoder.forward(target, encoder.forward(source, sources), targets, memory);
    }
}
