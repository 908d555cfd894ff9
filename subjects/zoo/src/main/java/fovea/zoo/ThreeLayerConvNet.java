package fovea.zoo;

import fovea.nn.Conv2dLayer;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.random.RandomGenerator;

/**
 * The net of CS231n's second assignment ({@code cnn.py}): 32 filters of 7 × 7, ReLU, maxima of 2 × 2, a hidden layer, ReLU, a linear layer.
 *
 * <p>With 500 hidden units 4,106,246 parameters, 8.9 million multiply-adds.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}; {@code [N, 3, 32, 32]} in the assignment.
 */
public record ThreeLayerConvNet(Conv2dLayer conv, Linear hidden, Linear out) implements Layer {
    private static final int FILTERS = 32;

    /** A fresh one for CIFAR's images, weights as {@link Initial#he} makes them, biases 0. */
    public static ThreeLayerConvNet of(int hidden, int classes, RandomGenerator random) {
        return of(Shape.of(3, 32, 32), hidden, classes, random);
    }

    /**
     * A fresh one for other images.
     *
     * @param image {@code [C, H, W]}, 4 pixels or more each way
     */
    public static ThreeLayerConvNet of(Shape image, int hidden, int classes, RandomGenerator random) {
        int pixels = CifarQuick.halved("ThreeLayerConvNet", image, 1);
        Window seven = Window.of(7, 7).withPadding(3);
        return new ThreeLayerConvNet(
                new Conv2dLayer(
                        new Parameter(Initial.he(Shape.of(FILTERS, image.size(0), 7, 7), random)),
                        new Parameter(Tensor.zeros(Shape.of(FILTERS))),
                        seven,
                        1),
                linear(FILTERS * pixels, hidden, random),
                linear(hidden, classes, random));
    }

    private static Linear linear(int in, int out, RandomGenerator random) {
        return new Linear(
                new Parameter(Initial.normal(Shape.of(out, in), Initial.Scale.KAIMING, random)),
                new Parameter(Tensor.zeros(Shape.of(out))));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor maps = conv.forward("conv", x).relu().maxPool2d(2, 2);
        return out.forward("out", hidden.forward("hidden", maps.flatten()).relu());
    }
}
