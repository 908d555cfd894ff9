package fovea.zoo;

import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * A multilayer perceptron with one hidden layer of ReLUs, {@code pixels → hidden → classes}; on MNIST 784-256-10.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}.
 */
public record Mlp(Linear fc1, Linear fc2) implements Layer {

    /** Units in the hidden layer where nothing else is said. */
    public static final int HIDDEN = 256;

    /**
     * A fresh one.
     *
     * @param image {@code [C, H, W]}
     */
    public static Mlp of(Shape image, int hidden, int classes, RandomGenerator random) {
        return new Mlp(
                Linear.of(Math.toIntExact(image.elements()), hidden, random), Linear.of(hidden, classes, random));
    }

    @Override
    public Tensor forward(Tensor x) {
        return fc2.forward("fc2", fc1.forward("fc1", x.flatten()).relu());
    }
}
