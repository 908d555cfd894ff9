package fovea.zoo;

import fovea.nn.Conv2dLayer;
import fovea.nn.Dropout;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Sequential;
import fovea.tensor.AvgPool;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Network in network: behind each convolution two of 1 × 1, a small network that slides over the picture; and for the fully connected layers
 * the mean of one map for each class (Lin, Chen and Yan 2013, figure 2, <a href="https://arxiv.org/abs/1312.4400">arXiv:1312.4400</a>).
 *
 * <p>The authors' network for CIFAR-10, whose second pooling is a mean: 966,986 parameters. The paper reports 89.59 %, 91.19 % with shifted
 * and mirrored pictures.
 *
 * <p>Shapes: {@code x [N, 3, H, W]} → logits {@code [N, classes]}; 32 × 32 in the paper.
 */
public record NetworkInNetwork(Sequential features) implements Layer {
    private static final Window POOLED = Window.of(3, 3).withStride(2);

    /** The authors' deviation of first weights. */
    private static final double DEVIATION = 0.05;

    /**
     * A fresh one.
     *
     * @param dropout the probability after the first two poolings; 0.5 in the paper
     */
    public static NetworkInNetwork cifar(int channels, int classes, double dropout, RandomGenerator random) {
        List<Layer> layers = new ArrayList<>();
        add(layers, 5, random, channels, 192, 160, 96);
        layers.add(x -> x.maxPool(POOLED.roundedUp(x.shape())));
        layers.add(new Dropout(dropout));
        add(layers, 5, random, 96, 192, 192, 192);
        layers.add(x -> AvgPool.of(POOLED).withCeilMode().apply(x));
        layers.add(new Dropout(dropout));
        add(layers, 3, random, 192, 192, 192, classes);
        return new NetworkInNetwork(new Sequential(layers));
    }

    /**
     * One with a batch normalization behind every convolution, and a share of the paper's channels ({@code models/nin.lua}, <a
     * href="https://github.com/szagoruyko/cifar.torch">szagoruyko/cifar.torch</a>); all of them: 968,404 parameters.
     *
     * @param width that share, 1 for all
     */
    public static NetworkInNetwork normalized(
            double width, int channels, int classes, double dropout, RandomGenerator random) {
        int wide = (int) Math.round(width * 192);
        int middle = (int) Math.round(width * 160);
        int narrow = (int) Math.round(width * 96);
        List<Layer> layers = new ArrayList<>();
        addNormalized(layers, 5, random, channels, wide, middle, narrow);
        layers.add(x -> x.maxPool(POOLED.roundedUp(x.shape())));
        layers.add(new Dropout(dropout));
        addNormalized(layers, 5, random, narrow, wide, wide, wide);
        layers.add(x -> AvgPool.of(POOLED).withCeilMode().apply(x));
        layers.add(new Dropout(dropout));
        addNormalized(layers, 3, random, wide, wide, wide, classes);
        return new NetworkInNetwork(new Sequential(layers));
    }

    private static void addNormalized(List<Layer> to, int size, RandomGenerator random, int... channels) {
        for (int i = 1; i < channels.length; i++) {
            int side = i == 1 ? size : 1;
            Window window = Window.of(side, side).withPadding(side / 2);
            to.add(ConvNorm.he(channels[i - 1], channels[i], window, random));
        }
    }

    /** A window of {@code size}, two of 1 × 1, each with a ReLU: "mlpconv". */
    private static void add(List<Layer> to, int size, RandomGenerator random, int... channels) {
        for (int i = 1; i < channels.length; i++) {
            int side = i == 1 ? size : 1;
            Shape shape = Shape.of(channels[i], channels[i - 1], side, side);
            Parameter bias = new Parameter(Tensor.zeros(Shape.of(channels[i])));
            Parameter weight = new Parameter(Initial.normal(shape, DEVIATION, random));
            to.add(new Conv2dLayer(weight, bias, Window.of(side, side).withPadding(side / 2), 1));
            to.add(Tensor::relu);
        }
    }

    @Override
    public Tensor forward(Tensor x) {
        return features.forward("features", x).mean(2, 3);
    }
}
