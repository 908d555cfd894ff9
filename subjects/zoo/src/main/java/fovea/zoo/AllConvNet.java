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
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The all-convolutional net: no pooling but the mean at the end, no fully connected layer; convolutions with a stride of two do what maxima
 * did (Springenberg, Dosovitskiy, Brox and Riedmiller 2014, tables 1 and 2, <a href="https://arxiv.org/abs/1412.6806">arXiv:1412.6806</a>).
 * Here base model C and the three kinds that {@link Halving} tells apart, for small images.
 *
 * <p>All-CNN-C has 1,369,738 parameters; the paper reports 90.92 % on CIFAR-10, 92.75 % with shifted and mirrored pictures. Its table 3
 * gives Strided-CNN-C and base model C 1.3 million, but the layers of tables 1 and 2 add up to 954,730.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}; H and W of 9 or more, 32 in the paper.
 */
public record AllConvNet(Sequential features) implements Layer {
    private static final Window ONE = Window.of(1, 1);
    private static final Window THREE = Window.of(3, 3);

    /** How a group of convolutions ends in half as many pixels each way. */
    public enum Halving {
        /** By maxima over 3 × 3: base model C. */
        MAXIMA,
        /** By a stride of its last convolution: Strided-CNN-C. */
        STRIDE,
        /** By maxima behind one more convolution, as many layers as {@link #CONVOLUTION} has: ConvPool-CNN-C. */
        CONVOLUTION_AND_MAXIMA,
        /** By one more convolution, with a stride: All-CNN-C. */
        CONVOLUTION
    }

    /**
     * A fresh one.
     *
     * @param dropout the probability after each halving, 0.5 in the paper; 0.2 of the pixels are left out too, unless it is 0
     */
    public static AllConvNet c(Halving halving, double dropout, int channels, int classes, RandomGenerator random) {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Dropout(dropout == 0 ? 0 : 0.2));
        add(layers, channels, 96, halving, dropout, random);
        add(layers, 96, 192, halving, dropout, random);
        add(layers, 192, 192, THREE, random); // nothing beyond the edges: 8 pixels become 6
        add(layers, 192, 192, ONE, random);
        add(layers, 192, classes, ONE, random);
        return new AllConvNet(new Sequential(layers));
    }

    private static void add(List<Layer> to, int in, int out, Halving halving, double dropout, RandomGenerator random) {
        Window padded = THREE.withPadding(1);
        Window halved = THREE.withStride(2).withPadding(1);
        add(to, in, out, padded, random);
        add(to, out, out, halving == Halving.STRIDE ? halved : padded, random);
        switch (halving) {
            case CONVOLUTION -> add(to, out, out, halved, random);
            case CONVOLUTION_AND_MAXIMA -> {
                add(to, out, out, padded, random);
                to.add(x -> x.maxPool(halved));
            }
            case MAXIMA -> to.add(x -> x.maxPool(halved));
            case STRIDE -> {}
        }
        to.add(new Dropout(dropout));
    }

    private static void add(List<Layer> to, int in, int out, Window window, RandomGenerator random) {
        Shape shape = Shape.of(out, in, window.size(0), window.size(1));
        Parameter weight = new Parameter(Initial.normal(shape, Initial.Scale.KAIMING, random));
        to.add(new Conv2dLayer(weight, new Parameter(Tensor.zeros(Shape.of(out))), window, 1));
        to.add(Tensor::relu);
    }

    @Override
    public Tensor forward(Tensor x) {
        return features.forward("features", x).mean(2, 3);
    }
}
