package fovea.zoo;

import fovea.nn.Conv2dLayer;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.random.RandomGenerator;

/**
 * The net that learns CIFAR-10 in the browser in Karpathy's demo (<a
 * href="https://github.com/karpathy/convnetjs/blob/master/demo/cifar10.html">convnetjs, demo/cifar10.html</a>): three times a convolution of
 * 5 × 5, ReLU and maxima of 2 × 2, with 16, 20 and 20 filters, and a linear layer.
 *
 * <p>22,466 parameters, 3.9 million multiply-adds; the demo says about 80 %.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}; {@code [N, 3, 32, 32]} in the demo.
 */
public record ConvNetJs(Conv2dLayer conv1, Conv2dLayer conv2, Conv2dLayer conv3, Linear fc) implements Layer {

    /** A fresh one for CIFAR's images. */
    public static ConvNetJs of(int classes, RandomGenerator random) {
        return of(Shape.of(3, 32, 32), classes, random);
    }

    /**
     * A fresh one for other images.
     *
     * @param image {@code [C, H, W]}, 16 pixels or more each way
     */
    public static ConvNetJs of(Shape image, int classes, RandomGenerator random) {
        int pixels = CifarQuick.halved("ConvNetJs", image, 3);
        Window five = Window.of(5, 5).withPadding(2);
        return new ConvNetJs(
                Conv2dLayer.of(image.size(0), 16, five, random),
                Conv2dLayer.of(16, 20, five, random),
                Conv2dLayer.of(20, 20, five, random),
                Linear.of(20 * pixels, classes, random));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = conv1.forward("conv1", x).relu().maxPool2d(2, 2);
        y = conv2.forward("conv2", y).relu().maxPool2d(2, 2);
        y = conv3.forward("conv3", y).relu().maxPool2d(2, 2);
        return fc.forward("fc", y.flatten());
    }
}
