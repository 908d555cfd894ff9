package fovea.zoo;

import fovea.nn.Dropout;
import fovea.nn.Layer;
import fovea.nn.Sequential;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.random.RandomGenerator;

/**
 * ZFNet: what a look at the features of {@link AlexNet2012} taught, first windows of 7 × 7 every two pixels for 11 × 11 every four, and no
 * halves (Zeiler and Fergus 2013, figure 3, <a href="https://arxiv.org/abs/1311.2901">arXiv:1311.2901</a>).
 *
 * <p>Maps have 110, 55, 26, 13 and 6 pixels each way, as in the figure; where a maximum's window does not fit it hangs over the edge.
 * Contrast is normalized across maps after the first two maxima, with AlexNet's constants. With 1000 classes 62,357,608 parameters.
 *
 * <p>Shapes: {@code x [N, 3, 224, 224]} → logits {@code [N, classes]}.
 */
public record ZfNet(Sequential features, Sequential classifier) implements Layer {
    private static final int SIDE = 6;

    /**
     * A fresh one.
     *
     * @param dropout the probability before the two hidden layers; 0.5 in the paper
     */
    public static ZfNet of(int classes, double dropout, RandomGenerator random) {
        return of(1, classes, dropout, random);
    }

    /** One with a part of the paper's channels, {@code 1/part}. */
    static ZfNet of(int part, int classes, double dropout, RandomGenerator random) {
        Window three = Window.of(3, 3).withPadding(1);
        Window seven = Window.of(7, 7).withStride(2).withPadding(1);
        int hidden = 4096 / part;
        return new ZfNet(
                Sequential.of(
                        AlexNet2012.convolution(3, 96 / part, seven, 1, 0, random),
                        Tensor::relu,
                        ZfNet::largest,
                        AlexNet2012.normalization(),
                        AlexNet2012.convolution(
                                96 / part, 256 / part, Window.of(5, 5).withStride(2), 1, 0, random),
                        Tensor::relu,
                        ZfNet::largest,
                        AlexNet2012.normalization(),
                        AlexNet2012.convolution(256 / part, 384 / part, three, 1, 0, random),
                        Tensor::relu,
                        AlexNet2012.convolution(384 / part, 384 / part, three, 1, 0, random),
                        Tensor::relu,
                        AlexNet2012.convolution(384 / part, 256 / part, three, 1, 0, random),
                        Tensor::relu,
                        ZfNet::largest),
                Sequential.of(
                        new Dropout(dropout),
                        AlexNet2012.linear(256 / part * SIDE * SIDE, hidden, 0, random),
                        Tensor::relu,
                        new Dropout(dropout),
                        AlexNet2012.linear(hidden, hidden, 0, random),
                        Tensor::relu,
                        AlexNet2012.linear(hidden, classes, 0, random)));
    }

    private static Tensor largest(Tensor x) {
        return x.maxPool(Window.of(3, 3).withStride(2).roundedUp(x.shape()));
    }

    @Override
    public Tensor forward(Tensor x) {
        return classifier.forward("classifier", features.forward("features", x).flatten());
    }
}
