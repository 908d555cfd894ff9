package fovea.zoo;

import fovea.nn.Conv2dLayer;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.random.RandomGenerator;

/**
 * LeNet-5 (LeCun et al. 1998, figure 2, <a href="https://doi.org/10.1109/5.726791">doi:10.1109/5.726791</a>), as it is trained today:
 * ReLU for the scaled tanh, maxima for trained subsampling, every map joined to every map, a linear layer for the radial basis functions.
 *
 * <p>61,706 parameters for one channel of 28 × 28 or 32 × 32 pixels and ten classes. Images of 28 pixels are padded by 2, as in the
 * paper.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}; H and W of 16 or more (12 or more where they are padded).
 */
public record LeNet5(Conv2dLayer conv1, Conv2dLayer conv2, Linear fc1, Linear fc2, Linear fc3) implements Layer {

    /**
     * A fresh one.
     *
     * @param image {@code [C, H, W]}
     */
    public static LeNet5 of(Shape image, int classes, RandomGenerator random) {
        int height = image.size(1);
        int width = image.size(2);
        int padding = Math.min(height, width) < 32 ? 2 : 0;
        int pixels = maps(height + 2 * padding, image) * maps(width + 2 * padding, image);
        return new LeNet5(
                Conv2dLayer.of(image.size(0), 6, Window.of(5, 5).withPadding(padding), random),
                Conv2dLayer.of(6, 16, Window.of(5, 5), random),
                Linear.of(16 * pixels, 120, random),
                Linear.of(120, 84, random),
                Linear.of(84, classes, random));
    }

    /** Pixels along one side after both convolutions and both poolings: 5 of 32. */
    private static int maps(int side, Shape image) {
        int left = ((side - 4) / 2 - 4) / 2;
        if (side < 16 || left < 1) {
            throw new ShapeException(
                    "LeNet-5", "images are " + image, "it needs 12 pixels or more along each side; use mlp or linear");
        }
        return left;
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor c1 = conv1.forward("conv1", x).relu();
        Tensor s2 = c1.maxPool2d(2, 2);
        Tensor c3 = conv2.forward("conv2", s2).relu();
        Tensor s4 = c3.maxPool2d(2, 2);
        Tensor c5 = fc1.forward("fc1", s4.flatten()).relu();
        Tensor f6 = fc2.forward("fc2", c5).relu();
        return fc3.forward("fc3", f6);
    }
}
