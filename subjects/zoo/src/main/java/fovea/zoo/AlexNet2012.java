package fovea.zoo;

import fovea.nn.Conv2dLayer;
import fovea.nn.Dropout;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.LocalResponseNormLayer;
import fovea.nn.MaxPoolLayer;
import fovea.nn.Sequential;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.random.RandomGenerator;

/**
 * The network that won in 2012 (Krizhevsky, Sutskever and Hinton 2012, "ImageNet classification with deep convolutional neural networks",
 * figure 2): its maps lie on two devices, so that the second, fourth and fifth convolution see only the half on their own, here two groups;
 * local response normalization; maxima over windows that overlap. {@link AlexNet} is torchvision's.
 *
 * <p>The paper says 224 pixels and needs 227 for 55 places of the first window. With 1000 classes 60,965,224 parameters, the paper's 60
 * million.
 *
 * <p>Shapes: {@code x [N, 3, 227, 227]} → logits {@code [N, classes]}.
 */
public record AlexNet2012(Sequential features, Sequential classifier) implements Layer {
    private static final int SIDE = 6;

    /** Of all first weights (section 5). */
    private static final double DEVIATION = 0.01;

    /**
     * A fresh one.
     *
     * @param dropout the probability before the two hidden layers; 0.5 in the paper
     */
    public static AlexNet2012 of(int classes, double dropout, RandomGenerator random) {
        return of(1, classes, dropout, random);
    }

    /** One with a part of the paper's channels, {@code 1/part}. */
    static AlexNet2012 of(int part, int classes, double dropout, RandomGenerator random) {
        Window three = Window.of(3, 3).withPadding(1);
        Window five = Window.of(5, 5).withPadding(2);
        int hidden = 4096 / part;
        return new AlexNet2012(
                Sequential.of(
                        convolution(3, 96 / part, Window.of(11, 11).withStride(4), 1, 0, random),
                        Tensor::relu,
                        normalization(),
                        new MaxPoolLayer(3, 2),
                        convolution(96 / part, 256 / part, five, 2, 1, random),
                        Tensor::relu,
                        normalization(),
                        new MaxPoolLayer(3, 2),
                        convolution(256 / part, 384 / part, three, 1, 0, random),
                        Tensor::relu,
                        convolution(384 / part, 384 / part, three, 2, 1, random),
                        Tensor::relu,
                        convolution(384 / part, 256 / part, three, 2, 1, random),
                        Tensor::relu,
                        new MaxPoolLayer(3, 2)),
                Sequential.of(
                        new Dropout(dropout),
                        linear(256 / part * SIDE * SIDE, hidden, 1, random),
                        Tensor::relu,
                        new Dropout(dropout),
                        linear(hidden, hidden, 1, random),
                        Tensor::relu,
                        linear(hidden, classes, 0, random)));
    }

    /** Section 3.3: k = 2, n = 5, α = 1e-4, β = 0.75. The paper's α is not divided by n, {@link LocalResponseNormLayer}'s is. */
    static LocalResponseNormLayer normalization() {
        int n = 5;
        return new LocalResponseNormLayer(n, n * 1e-4, 0.75, 2);
    }

    /** Ones as first biases start ReLUs with positive inputs (section 5). */
    static Conv2dLayer convolution(int in, int out, Window window, int groups, double bias, RandomGenerator random) {
        Shape shape = Shape.of(out, in / groups, window.size(0), window.size(1));
        Parameter weight = new Parameter(Initial.normal(shape, DEVIATION, random));
        return new Conv2dLayer(weight, new Parameter(Tensor.full(Shape.of(out), bias)), window, groups);
    }

    static Linear linear(int in, int out, double bias, RandomGenerator random) {
        return new Linear(
                new Parameter(Initial.normal(Shape.of(out, in), DEVIATION, random)),
                new Parameter(Tensor.full(Shape.of(out), bias)));
    }

    @Override
    public Tensor forward(Tensor x) {
        return classifier.forward("classifier", features.forward("features", x).flatten());
    }
}
