package fovea.zoo;

import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Dropout;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Sequential;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * MobileNet v2, for small devices: convolutions that see one channel each, between 1 × 1 ones (Sandler et al. 2018, table 2,
 * <a href="https://arxiv.org/abs/1801.04381">arXiv:1801.04381</a>).
 *
 * <p>Names and initial weights are torchvision's; with 1000 classes 3,504,872 parameters.
 *
 * <p>Shapes: {@code x [N, 3, H, W]} → logits {@code [N, classes]}, images of any size, 224 in the paper.
 */
public record MobileNetV2(Sequential features, Sequential classifier) implements Layer {
    private static final int LAST = 1280;

    /** Rows of the paper's table: expansion t, channels c, blocks n, stride s of the first. */
    private static final int[][] TABLE = {
        {1, 16, 1, 1},
        {6, 24, 2, 2},
        {6, 32, 3, 2},
        {6, 64, 4, 2},
        {6, 96, 3, 1},
        {6, 160, 3, 2},
        {6, 320, 1, 1}
    };

    /**
     * An inverted residual: to {@code t} times as many channels, a 3 × 3 convolution of each, and back without a ReLU; around it a shortcut
     * where the shape stays (figure 4).
     *
     * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, O, ⌈H/stride⌉, ⌈W/stride⌉]}.
     */
    public record Block(Sequential conv, boolean isResidual) implements Layer {
        private static Block of(int in, int out, int stride, int t, RandomGenerator random) {
            int hidden = in * t;
            List<Layer> conv = new ArrayList<>();
            if (t != 1) {
                conv.add(normalized(in, hidden, Window.of(1, 1), 1, random));
            }
            conv.add(normalized(hidden, hidden, Window.of(3, 3).withPadding(1).withStride(stride), hidden, random));
            conv.add(Conv2dLayer.unbiased(hidden, out, Window.of(1, 1), random));
            conv.add(BatchNormLayer.of(out));
            return new Block(new Sequential(conv), stride == 1 && in == out);
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor y = conv.forward("conv", x);
            return isResidual ? x.add(y) : y;
        }
    }

    /**
     * A fresh one.
     *
     * @param dropout the probability before the linear layer; 0.2 in torchvision
     */
    public static MobileNetV2 of(int classes, double dropout, RandomGenerator random) {
        List<Layer> features = new ArrayList<>();
        features.add(normalized(3, 32, Window.of(3, 3).withPadding(1).withStride(2), 1, random));
        int in = 32;
        for (int[] row : TABLE) {
            for (int i = 0; i < row[2]; i++) {
                features.add(Block.of(in, row[1], i == 0 ? row[3] : 1, row[0], random));
                in = row[1];
            }
        }
        features.add(normalized(in, LAST, Window.of(1, 1), 1, random));
        Linear linear = new Linear(
                new Parameter(Initial.normal(Shape.of(classes, LAST), 0.01, random)),
                new Parameter(Tensor.zeros(Shape.of(classes))));
        return new MobileNetV2(new Sequential(features), Sequential.of(new Dropout(dropout), linear));
    }

    private static Sequential normalized(int in, int out, Window window, int groups, RandomGenerator random) {
        return Sequential.of(
                Conv2dLayer.unbiased(in, out, window, groups, random), BatchNormLayer.of(out), Tensor::relu6);
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor maps = features.forward("features", x);
        return classifier.forward("classifier", maps.mean(2, 3));
    }
}
