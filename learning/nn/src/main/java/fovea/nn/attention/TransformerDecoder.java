package fovea.nn.attention;

import fovea.nn.Layer;
import fovea.nn.LayerNormLayer;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Layers of a decoder on top of each other, which all look at the same memory.
 *
 * @param norm behind the last, or null for none
 */
public record TransformerDecoder(
        List<TransformerDecoderLayer> layers, @Nullable LayerNormLayer norm) {

    /** Copies the list. */
    public TransformerDecoder {
        layers = List.copyOf(layers);
    }

    /** With another normalization behind the last, or none. */
    public TransformerDecoder withNorm(@Nullable LayerNormLayer last) {
        return new TransformerDecoder(layers, last);
    }

    /** So many fresh layers; with a normalization behind the last where parts are normalized before them, which leaves the last sum as it is. */
    public static TransformerDecoder of(int layers, TransformerOptions options, RandomGenerator random) {
        return new TransformerDecoder(
                Stream.generate(() -> TransformerDecoderLayer.of(options, random))
                        .limit(layers)
                        .toList(),
                options.normFirst() ? options.norm() : null);
    }

    /** With nothing hidden. */
    public Tensor forward(Tensor x, Tensor memory) {
        return forward(x, memory, AttentionMasks.NONE, AttentionMasks.NONE);
    }

    /** With something hidden; see {@link TransformerDecoderLayer#forward(Tensor, Tensor, AttentionMasks, AttentionMasks)}. */
    public Tensor forward(Tensor x, Tensor memory, AttentionMasks own, AttentionMasks other) {
        Tensor y = x;
        for (int i = 0; i < layers.size(); i++) {
            TransformerDecoderLayer layer = layers.get(i);
            Layer masked = in -> layer.forward(in, memory, own, other);
            y = masked.forward("layers." + i, y);
        }
        return norm == null ? y : norm.forward("norm", y);
    }
}
