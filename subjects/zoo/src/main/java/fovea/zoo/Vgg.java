package fovea.zoo;

import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Dropout;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.MaxPoolLayer;
import fovea.nn.Sequential;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * VGG: five stages of 3 × 3 convolutions, each stage halved by a maximum, then three fully connected layers (Simonyan and Zisserman 2014,
 * table 1, <a href="https://arxiv.org/abs/1409.1556">arXiv:1409.1556</a>).
 *
 * <p>Names, initial weights and the pooling to 7 × 7 that lets images have any size are torchvision's; with 1000 classes VGG-16 has
 * 138,357,544 parameters.
 *
 * <p>Shapes: {@code x [N, 3, H, W]} → logits {@code [N, classes]}; H and W of 32 or more, 224 in the paper.
 */
public record Vgg(Sequential features, Sequential classifier) implements Layer {
    private static final int[] CHANNELS = {64, 128, 256, 512, 512};
    private static final int SIDE = 7;
    private static final int HIDDEN = 4096;

    /**
     * A fresh one.
     *
     * @param depth layers with weights: 11, 13, 16 or 19 (columns A, B, D and E)
     * @param isNormalized whether a batch normalization follows each convolution, which the paper does not have
     * @param dropout the probability in the two hidden layers; 0.5 in the paper
     */
    public static Vgg of(int depth, boolean isNormalized, int classes, double dropout, RandomGenerator random) {
        int[] convolutions = switch (depth) {
            case 11 -> new int[] {1, 1, 2, 2, 2};
            case 13 -> new int[] {2, 2, 2, 2, 2};
            case 16 -> new int[] {2, 2, 3, 3, 3};
            case 19 -> new int[] {2, 2, 4, 4, 4};
            default ->
                throw new IllegalArgumentException(
                        "VGG: a depth of " + depth + System.lineSeparator() + "  it must be 11, 13, 16 or 19");
        };
        return new Vgg(
                features(convolutions, isNormalized, random),
                Sequential.of(
                        linear(CHANNELS[4] * SIDE * SIDE, HIDDEN, random),
                        Tensor::relu,
                        new Dropout(dropout),
                        linear(HIDDEN, HIDDEN, random),
                        Tensor::relu,
                        new Dropout(dropout),
                        linear(HIDDEN, classes, random)));
    }

    private static Sequential features(int[] convolutions, boolean isNormalized, RandomGenerator random) {
        List<Layer> features = new ArrayList<>();
        int in = 3;
        for (int stage = 0; stage < CHANNELS.length; stage++) {
            for (int i = 0; i < convolutions[stage]; i++) {
                features.add(convolution(in, CHANNELS[stage], random));
                if (isNormalized) {
                    features.add(BatchNormLayer.of(CHANNELS[stage]));
                }
                features.add(Tensor::relu);
                in = CHANNELS[stage];
            }
            features.add(MaxPoolLayer.of(2));
        }
        return new Sequential(features);
    }

    private static Conv2dLayer convolution(int in, int out, RandomGenerator random) {
        Parameter bias = new Parameter(Tensor.zeros(Shape.of(out)));
        Parameter weight = new Parameter(Initial.he(Shape.of(out, in, 3, 3), random));
        return new Conv2dLayer(weight, bias, Window.of(3, 3).withPadding(1), 1);
    }

    /** Normal with deviation 0.01, as in section 3.1. */
    private static Linear linear(int in, int out, RandomGenerator random) {
        Parameter weight = new Parameter(Initial.normal(Shape.of(out, in), 0.01, random));
        return new Linear(weight, new Parameter(Tensor.zeros(Shape.of(out))));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor maps = features.forward("features", x);
        return classifier.forward("classifier", maps.adaptiveAvgPool(SIDE, SIDE).flatten());
    }
}
