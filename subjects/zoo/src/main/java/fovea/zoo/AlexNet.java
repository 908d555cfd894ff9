package fovea.zoo;

import fovea.nn.Conv2dLayer;
import fovea.nn.Dropout;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.MaxPoolLayer;
import fovea.nn.Sequential;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.random.RandomGenerator;

/**
 * AlexNet for one device: five convolutions and three fully connected layers, without the local response normalization of the network that
 * won in 2012 (Krizhevsky 2014, section 5, <a href="https://arxiv.org/abs/1404.5997">arXiv:1404.5997</a>).
 *
 * <p>Names, initial weights and the pooling to 6 × 6 that lets images have any size are torchvision's; with 1000 classes 61,100,840
 * parameters.
 *
 * <p>Shapes: {@code x [N, 3, H, W]} → logits {@code [N, classes]}; H and W of 63 or more, 224 in the paper.
 */
public record AlexNet(Sequential features, Sequential classifier) implements Layer {
    private static final int SIDE = 6;
    private static final int HIDDEN = 4096;

    /**
     * A fresh one.
     *
     * @param dropout the probability before the two hidden layers; 0.5 in the paper
     */
    public static AlexNet of(int classes, double dropout, RandomGenerator random) {
        Window five = Window.of(5, 5).withPadding(2);
        Window three = Window.of(3, 3).withPadding(1);
        return new AlexNet(
                Sequential.of(
                        Conv2dLayer.of(3, 64, Window.of(11, 11).withStride(4).withPadding(2), random),
                        Tensor::relu,
                        new MaxPoolLayer(3, 2),
                        Conv2dLayer.of(64, 192, five, random),
                        Tensor::relu,
                        new MaxPoolLayer(3, 2),
                        Conv2dLayer.of(192, 384, three, random),
                        Tensor::relu,
                        Conv2dLayer.of(384, 256, three, random),
                        Tensor::relu,
                        Conv2dLayer.of(256, 256, three, random),
                        Tensor::relu,
                        new MaxPoolLayer(3, 2)),
                Sequential.of(
                        new Dropout(dropout),
                        Linear.of(256 * SIDE * SIDE, HIDDEN, random),
                        Tensor::relu,
                        new Dropout(dropout),
                        Linear.of(HIDDEN, HIDDEN, random),
                        Tensor::relu,
                        Linear.of(HIDDEN, classes, random)));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor maps = features.forward("features", x);
        return classifier.forward("classifier", maps.adaptiveAvgPool(SIDE, SIDE).flatten());
    }
}
