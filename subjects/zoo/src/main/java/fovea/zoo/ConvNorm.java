package fovea.zoo;

import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.random.RandomGenerator;

/**
 * What Inception networks are built of: a convolution without bias, a batch normalization with ε = 0.001, a ReLU.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, O, H', W']}.
 */
record ConvNorm(Conv2dLayer conv, BatchNormLayer bn) implements Layer {

    /**
     * A fresh one.
     *
     * @param deviation of its weights, which are normal and within ±2, as torchvision's
     */
    static ConvNorm of(int in, int out, Window window, double deviation, RandomGenerator random) {
        Shape shape = Shape.of(out, in, window.size(0), window.size(1));
        Tensor weight = Initial.truncatedNormal(shape, 0, deviation, -2, 2, random);
        return new ConvNorm(
                new Conv2dLayer(new Parameter(weight), null, window, 1),
                BatchNormLayer.of(out).with(0.1, 0.001));
    }

    /** A fresh one whose weights are normal as {@link Initial#he} has them, for nets that learn in few epochs. */
    static ConvNorm he(int in, int out, Window window, RandomGenerator random) {
        Tensor weight = Initial.he(Shape.of(out, in, window.size(0), window.size(1)), random);
        return new ConvNorm(
                new Conv2dLayer(new Parameter(weight), null, window, 1),
                BatchNormLayer.of(out).with(0.1, 0.001));
    }

    /** This with a normalization that shifts and does not scale, which behind it ReLU and convolution make up for. */
    ConvNorm unscaled() {
        return new ConvNorm(
                conv,
                new BatchNormLayer(null, bn.bias(), bn.runningMean(), bn.runningVar(), bn.momentum(), bn.epsilon()));
    }

    @Override
    public Tensor forward(Tensor x) {
        return bn.forward("bn", conv.forward("conv", x)).relu();
    }
}
