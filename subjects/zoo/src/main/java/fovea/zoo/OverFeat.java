package fovea.zoo;

import fovea.nn.Dropout;
import fovea.nn.FullyConvolutional;
import fovea.nn.Layer;
import fovea.nn.MaxPoolLayer;
import fovea.nn.Sequential;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.random.RandomGenerator;

/**
 * OverFeat, the fast model: {@link AlexNet2012} without its normalization, its halves and its overlapping windows, wider, and slid over
 * pictures larger than it was trained on (Sermanet et al. 2013, table 1, <a href="https://arxiv.org/abs/1312.6229">arXiv:1312.6229</a>).
 *
 * <p>With 1000 classes 145,920,872 parameters, the paper's 145 million; one picture joins 2.8 billion numbers.
 *
 * <p>Shapes: {@code x [N, 3, 231, 231]} → logits {@code [N, classes]}.
 */
public record OverFeat(Sequential features, Sequential classifier) implements Layer {
    private static final int SIDE = 6;

    /**
     * A fresh one.
     *
     * @param dropout the probability before the two hidden layers; 0.5 in the paper
     */
    public static OverFeat fast(int classes, double dropout, RandomGenerator random) {
        return fast(1, classes, dropout, random);
    }

    /** One with a part of the paper's channels, {@code 1/part}. */
    static OverFeat fast(int part, int classes, double dropout, RandomGenerator random) {
        Window three = Window.of(3, 3).withPadding(1);
        Window eleven = Window.of(11, 11).withStride(4);
        return new OverFeat(
                Sequential.of(
                        AlexNet2012.convolution(3, 96 / part, eleven, 1, 0, random),
                        Tensor::relu,
                        MaxPoolLayer.of(2),
                        AlexNet2012.convolution(96 / part, 256 / part, Window.of(5, 5), 1, 0, random),
                        Tensor::relu,
                        MaxPoolLayer.of(2),
                        AlexNet2012.convolution(256 / part, 512 / part, three, 1, 0, random),
                        Tensor::relu,
                        AlexNet2012.convolution(512 / part, 1024 / part, three, 1, 0, random),
                        Tensor::relu,
                        AlexNet2012.convolution(1024 / part, 1024 / part, three, 1, 0, random),
                        Tensor::relu,
                        MaxPoolLayer.of(2)),
                Sequential.of(
                        new Dropout(dropout),
                        AlexNet2012.linear(1024 / part * SIDE * SIDE, 3072 / part, 0, random),
                        Tensor::relu,
                        new Dropout(dropout),
                        AlexNet2012.linear(3072 / part, 4096 / part, 0, random),
                        Tensor::relu,
                        AlexNet2012.linear(4096 / part, classes, 0, random)));
    }

    /**
     * This looking everywhere at once (section 3.5): its fully connected layers slide over the maps of a larger picture as 1 × 1 windows do,
     * which costs little, because neighboring places share almost all that they compute. Places are 32 pixels apart. Weights are copied.
     *
     * @return {@code [N, 3, H, W]} → logits {@code [N, classes, ⌊h/2⌋ − 5, …]} of maps of h pixels before the last maximum; H and W of 231 or
     *     more
     */
    public Sequential dense() {
        int channels = classifier.parameters().getFirst().shape().size(1) / (SIDE * SIDE);
        Sequential head = FullyConvolutional.ofHead(classifier, Shape.of(channels, SIDE, SIDE));
        return Sequential.of(features, head);
    }

    @Override
    public Tensor forward(Tensor x) {
        return classifier.forward("classifier", features.forward("features", x).flatten());
    }
}
