package fovea.zoo;

import fovea.nn.Conv2dLayer;
import fovea.nn.Layer;
import fovea.nn.Linear;
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
 * <p>Shapes: {@code x [N, 3, 32, 32]} → logits {@code [N, classes]}.
 */
public record ConvNetJs(Conv2dLayer conv1, Conv2dLayer conv2, Conv2dLayer conv3, Linear fc) implements Layer {

    /** A fresh one. */
    public static ConvNetJs of(int classes, RandomGenerator random) {
        Window five = Window.of(5, 5).withPadding(2);
        return new ConvNetJs(
                Conv2dLayer.of(3, 16, five, random),
                Conv2dLayer.of(16, 20, five, random),
                Conv2dLayer.of(20, 20, five, random),
                Linear.of(20 * 4 * 4, classes, random));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = conv1.forward("conv1", x).relu().maxPool2d(2, 2);
        y = conv2.forward("conv2", y).relu().maxPool2d(2, 2);
        y = conv3.forward("conv3", y).relu().maxPool2d(2, 2);
        return fc.forward("fc", y.flatten());
    }
}
