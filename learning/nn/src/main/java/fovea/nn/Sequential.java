package fovea.nn;

import fovea.tensor.Tensor;
import java.util.List;

/** Layers one after another. What does not fit is reported with the layer it did not fit. */
public record Sequential(List<Layer> layers) implements Layer {

    /** Copies the list. */
    public Sequential {
        layers = List.copyOf(layers);
    }

    /** These layers in this order. */
    public static Sequential of(Layer... layers) {
        return new Sequential(List.of(layers));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = x;
        for (int i = 0; i < layers.size(); i++) {
            y = layers.get(i).forward("layers." + i, y);
        }
        return y;
    }
}
