package fovea.zoo;

import fovea.nn.Conv2dLayer;
import fovea.nn.Dropout;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Sequential;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.random.RandomGenerator;

/**
 * SqueezeNet: AlexNet's accuracy with a fiftieth of its parameters, by {@link Fire} modules and no fully connected layer (Iandola et al.
 * 2016, figure 2, <a href="https://arxiv.org/abs/1602.07360">arXiv:1602.07360</a>).
 *
 * <p>Names and initial weights are torchvision's. With 1000 classes version 1.0 has 1,248,424 parameters; version 1.1, which needs 2.4
 * times fewer operations, 1,235,496.
 *
 * <p>Shapes: {@code x [N, 3, H, W]} → logits {@code [N, classes]}; H and W of 21 or more, 224 in the paper.
 */
public record SqueezeNet(Sequential features, Sequential classifier) implements Layer {
    private static final Window POOLED = Window.of(3, 3).withStride(2);

    /**
     * Convolutions of 1 × 1 to few channels, and 1 × 1 and 3 × 3 side by side to many (section 3.2).
     *
     * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, O, H, W]}, half of O from either.
     */
    public record Fire(Conv2dLayer squeeze, Conv2dLayer expand1x1, Conv2dLayer expand3x3) implements Layer {
        private static Fire of(int in, int squeezed, int expanded, RandomGenerator random) {
            return new Fire(
                    convolution(in, squeezed, Window.of(1, 1), random),
                    convolution(squeezed, expanded, Window.of(1, 1), random),
                    convolution(squeezed, expanded, Window.of(3, 3).withPadding(1), random));
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor s = squeeze.forward("squeeze", x).relu();
            return Tensor.concat(
                    1,
                    expand1x1.forward("expand1x1", s).relu(),
                    expand3x3.forward("expand3x3", s).relu());
        }
    }

    /**
     * A fresh one of version 1.0, as in the paper.
     *
     * @param dropout the probability before the last convolution; 0.5 in the paper
     */
    public static SqueezeNet v1(int classes, double dropout, RandomGenerator random) {
        return new SqueezeNet(
                Sequential.of(
                        convolution(3, 96, Window.of(7, 7).withStride(2), random),
                        Tensor::relu,
                        SqueezeNet::pooled,
                        Fire.of(96, 16, 64, random),
                        Fire.of(128, 16, 64, random),
                        Fire.of(128, 32, 128, random),
                        SqueezeNet::pooled,
                        Fire.of(256, 32, 128, random),
                        Fire.of(256, 48, 192, random),
                        Fire.of(384, 48, 192, random),
                        Fire.of(384, 64, 256, random),
                        SqueezeNet::pooled,
                        Fire.of(512, 64, 256, random)),
                classifier(classes, dropout, random));
    }

    /** A fresh one of version 1.1; see {@link #v1}. */
    public static SqueezeNet v11(int classes, double dropout, RandomGenerator random) {
        return new SqueezeNet(
                Sequential.of(
                        convolution(3, 64, Window.of(3, 3).withStride(2), random),
                        Tensor::relu,
                        SqueezeNet::pooled,
                        Fire.of(64, 16, 64, random),
                        Fire.of(128, 16, 64, random),
                        SqueezeNet::pooled,
                        Fire.of(128, 32, 128, random),
                        Fire.of(256, 32, 128, random),
                        SqueezeNet::pooled,
                        Fire.of(256, 48, 192, random),
                        Fire.of(384, 48, 192, random),
                        Fire.of(384, 64, 256, random),
                        Fire.of(512, 64, 256, random)),
                classifier(classes, dropout, random));
    }

    private static Sequential classifier(int classes, double dropout, RandomGenerator random) {
        Shape shape = Shape.of(classes, 512, 1, 1);
        Conv2dLayer last = new Conv2dLayer(
                new Parameter(Initial.normal(shape, 0.01, random)),
                new Parameter(Tensor.zeros(Shape.of(classes))),
                Window.of(1, 1),
                1);
        return Sequential.of(new Dropout(dropout), last, Tensor::relu);
    }

    private static Conv2dLayer convolution(int in, int out, Window window, RandomGenerator random) {
        Shape shape = Shape.of(out, in, window.size(0), window.size(1));
        return new Conv2dLayer(
                new Parameter(Initial.uniform(shape, Initial.Scale.KAIMING, random)),
                new Parameter(Tensor.zeros(Shape.of(out))),
                window,
                1);
    }

    private static Tensor pooled(Tensor x) {
        return x.maxPool(POOLED.roundedUp(x.shape()));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor maps = features.forward("features", x);
        return classifier.forward("classifier", maps).mean(2, 3);
    }
}
