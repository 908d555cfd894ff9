package fovea.nn.attention;

import fovea.nn.Layer;
import fovea.nn.LayerNormLayer;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Layers of an encoder on top of each other.
 *
 * @param norm behind the last, or null for none
 */
public record TransformerEncoder(
        List<TransformerEncoderLayer> layers, @Nullable LayerNormLayer norm) implements Layer {

    /** Copies the list. */
    public TransformerEncoder {
        layers = List.copyOf(layers);
    }

    /** With another normalization behind the last, or none. */
    public TransformerEncoder withNorm(@Nullable LayerNormLayer last) {
        return new TransformerEncoder(layers, last);
    }

    /** So many fresh layers; with a normalization behind the last where parts are normalized before them, which leaves the last sum as it is. */
    public static TransformerEncoder of(int layers, TransformerOptions options, RandomGenerator random) {
        return new TransformerEncoder(
                Stream.generate(() -> TransformerEncoderLayer.of(options, random))
                        .limit(layers)
                        .toList(),
                options.normFirst() ? options.norm() : null);
    }

    @Override
    public Tensor forward(Tensor x) {
        return forward(x, AttentionMasks.NONE);
    }

    /** With something hidden from every layer's attention. */
    public Tensor forward(Tensor x, AttentionMasks masks) {
        Tensor y = x;
        for (int i = 0; i < layers.size(); i++) {
            TransformerEncoderLayer layer = layers.get(i);
            Layer masked = in -> layer.forward(in, masks);
            y = masked.forward("layers." + i, y);
        }
        return norm == null ? y : norm.forward("norm", y);
    }
}
