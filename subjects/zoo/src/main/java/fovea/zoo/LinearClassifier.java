package fovea.zoo;

import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * Softmax regression: one weight for each pixel and class. What every other model should beat.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}.
 */
public record LinearClassifier(Linear linear) implements Layer {

    /**
     * A fresh one.
     *
     * @param image {@code [C, H, W]}
     */
    public static LinearClassifier of(Shape image, int classes, RandomGenerator random) {
        return new LinearClassifier(Linear.of(Math.toIntExact(image.elements()), classes, random));
    }

    @Override
    public Tensor forward(Tensor x) {
        return linear.forward("linear", x.flatten());
    }
}
