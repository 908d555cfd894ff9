package fovea.nn;

import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Layers one after another, called by their positions or by names of their own, as PyTorch's {@code nn.Sequential} calls them: in
 * {@code features} the first one's weight is {@code features.0.weight}. What does not fit is reported with the layer it did not fit.
 *
 * @param parts the layers by name, in order
 */
public record Sequential(SequencedMap<String, Layer> parts) implements Layer, Named {

    /** Copies the layers. */
    public Sequential {
        parts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parts));
    }

    /** Layers called by their positions. */
    public Sequential(List<? extends Layer> layers) {
        this(numbered(layers));
    }

    /** These layers in this order, called by their positions. */
    public static Sequential of(Layer... layers) {
        return new Sequential(Arrays.asList(layers));
    }

    private static SequencedMap<String, Layer> numbered(List<? extends Layer> layers) {
        SequencedMap<String, Layer> parts = new LinkedHashMap<>();
        layers.forEach(layer -> parts.put(String.valueOf(parts.size()), layer));
        return parts;
    }

    /** The layers in order. */
    public List<Layer> layers() {
        return List.copyOf(parts.values());
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = x;
        for (Map.Entry<String, Layer> part : parts.entrySet()) {
            y = part.getValue().forward(part.getKey(), y);
        }
        return y;
    }
}
