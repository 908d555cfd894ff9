package fovea.zoo;

import fovea.nn.Layer;
import fovea.nn.Named;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Layers that see the same pixels, their outputs side by side.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, O, H', W']}.
 *
 * @param parts by name
 */
record Branches(SequencedMap<String, Layer> parts) implements Layer, Named {

    Branches {
        parts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parts));
    }

    /** Called {@code branch0}, {@code branch1} and so on. */
    static Branches of(Layer... branches) {
        SequencedMap<String, Layer> parts = new LinkedHashMap<>();
        for (Layer branch : branches) {
            parts.put("branch" + parts.size(), branch);
        }
        return new Branches(parts);
    }

    /** Called by these names. */
    static Branches of(String first, Layer one, String second, Layer two) {
        SequencedMap<String, Layer> parts = new LinkedHashMap<>();
        parts.put(first, one);
        parts.put(second, two);
        return new Branches(parts);
    }

    @Override
    public Tensor forward(Tensor x) {
        List<Tensor> outputs = new ArrayList<>();
        parts.forEach((name, part) -> outputs.add(part.forward(name, x)));
        return Tensor.concat(1, outputs);
    }
}
