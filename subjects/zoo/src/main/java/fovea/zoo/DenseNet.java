package fovea.zoo;

import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Sequential;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/**
 * DenseNet: within a block each layer sees what all layers before it have made (Huang et al. 2016, table 1,
 * <a href="https://arxiv.org/abs/1608.06993">arXiv:1608.06993</a>).
 *
 * <p>Names and initial weights are torchvision's; with 1000 classes DenseNet-121 has 7,978,856 parameters.
 *
 * <p>Shapes: {@code x [N, 3, H, W]} → logits {@code [N, classes]}; H and W of 29 or more, 224 in the paper.
 */
public record DenseNet(Sequential features, Linear classifier) implements Layer {

    /** Outputs of the 1 × 1 convolution for each channel that a layer adds. */
    private static final int BOTTLENECK = 4;

    /**
     * A layer of a block: what it adds, behind what it saw.
     *
     * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, C + growth, H, W]}.
     */
    public record DenseLayer(BatchNormLayer norm1, Conv2dLayer conv1, BatchNormLayer norm2, Conv2dLayer conv2)
            implements Layer {
        private static DenseLayer of(int in, int growth, RandomGenerator random) {
            int hidden = BOTTLENECK * growth;
            return new DenseLayer(
                    BatchNormLayer.of(in),
                    convolution(in, hidden, Window.of(1, 1), random),
                    BatchNormLayer.of(hidden),
                    convolution(hidden, growth, Window.of(3, 3).withPadding(1), random));
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor y = conv1.forward("conv1", norm1.forward("norm1", x).relu());
            y = conv2.forward("conv2", norm2.forward("norm2", y).relu());
            return Tensor.concat(1, x, y);
        }
    }

    /**
     * A layer of a block of the first, basic kind, without bottleneck.
     *
     * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, C + growth, H, W]}.
     */
    public record BasicLayer(BatchNormLayer norm1, Conv2dLayer conv1) implements Layer {
        private static BasicLayer of(int in, int growth, RandomGenerator random) {
            return new BasicLayer(
                    BatchNormLayer.of(in),
                    convolution(in, growth, Window.of(3, 3).withPadding(1), random));
        }

        @Override
        public Tensor forward(Tensor x) {
            return Tensor.concat(
                    1, x, conv1.forward("conv1", norm1.forward("norm1", x).relu()));
        }
    }

    /**
     * One for small images, as in section 4.1: three blocks of equally many layers. With ten classes DenseNet-40-12 has 1,019,722
     * parameters, DenseNet-BC-100-12 769,162.
     *
     * @param depth layers with weights: {@code 3n + 4} of the basic kind, such as 40; {@code 6n + 4} with bottlenecks, such as 100
     * @param growth channels that a layer adds
     * @param isCompressed whether layers have bottlenecks and transitions halve the channels: DenseNet-BC
     */
    public static DenseNet cifar(
            int depth, int growth, boolean isCompressed, int channels, int classes, RandomGenerator random) {
        int layers = (depth - 4) / (isCompressed ? 6 : 3);
        if (layers < 1 || (depth - 4) % (isCompressed ? 6 : 3) != 0) {
            throw new IllegalArgumentException("DenseNet: a depth of " + depth + System.lineSeparator()
                    + "  it must be 3n + 4, such as 40, or with bottlenecks 6n + 4, such as 100");
        }
        int in = isCompressed ? 2 * growth : 16;
        SequencedMap<String, Layer> features = new LinkedHashMap<>();
        features.put("conv0", convolution(channels, in, Window.of(3, 3).withPadding(1), random));
        for (int i = 1; i <= 3; i++) {
            features.put("denseblock" + i, block(in, layers, growth, isCompressed, random));
            in += layers * growth;
            if (i < 3) {
                int out = isCompressed ? in / 2 : in;
                features.put("transition" + i, transition(in, out, random));
                in = out;
            }
        }
        features.put("norm4", BatchNormLayer.of(in));
        return new DenseNet(new Sequential(features), linear(in, classes, random));
    }

    /**
     * A fresh one.
     *
     * @param depth layers with weights: 121, 161, 169 or 201
     */
    public static DenseNet of(int depth, int classes, RandomGenerator random) {
        int[] layers = switch (depth) {
            case 121 -> new int[] {6, 12, 24, 16};
            case 161 -> new int[] {6, 12, 36, 24};
            case 169 -> new int[] {6, 12, 32, 32};
            case 201 -> new int[] {6, 12, 48, 32};
            default ->
                throw new IllegalArgumentException(
                        "DenseNet: a depth of " + depth + System.lineSeparator() + "  it must be 121, 161, 169 or 201");
        };
        int growth = depth == 161 ? 48 : 32;
        int channels = 2 * growth;
        SequencedMap<String, Layer> features = new LinkedHashMap<>();
        Window stem = Window.of(7, 7).withStride(2).withPadding(3);
        Window pool = Window.of(3, 3).withStride(2).withPadding(1);
        features.put("conv0", convolution(3, channels, stem, random));
        features.put("norm0", BatchNormLayer.of(channels));
        features.put("relu0", Tensor::relu);
        features.put("pool0", x -> x.maxPool(pool));
        for (int i = 0; i < layers.length; i++) {
            features.put("denseblock" + (i + 1), block(channels, layers[i], growth, true, random));
            channels += layers[i] * growth;
            if (i + 1 < layers.length) {
                features.put("transition" + (i + 1), transition(channels, channels / 2, random));
                channels /= 2;
            }
        }
        features.put("norm5", BatchNormLayer.of(channels));
        return new DenseNet(new Sequential(features), linear(channels, classes, random));
    }

    private static Linear linear(int in, int classes, RandomGenerator random) {
        return new Linear(
                Linear.unbiased(in, classes, random).weight(), new Parameter(Tensor.zeros(Shape.of(classes))));
    }

    private static Sequential block(int in, int layers, int growth, boolean isNarrowed, RandomGenerator random) {
        SequencedMap<String, Layer> block = new LinkedHashMap<>();
        for (int i = 0; i < layers; i++) {
            block.put(
                    "denselayer" + (i + 1),
                    isNarrowed
                            ? DenseLayer.of(in + i * growth, growth, random)
                            : BasicLayer.of(in + i * growth, growth, random));
        }
        return new Sequential(block);
    }

    /** Other channels and, each way, half the pixels. */
    private static Sequential transition(int in, int out, RandomGenerator random) {
        SequencedMap<String, Layer> transition = new LinkedHashMap<>();
        transition.put("norm", BatchNormLayer.of(in));
        transition.put("relu", Tensor::relu);
        transition.put("conv", convolution(in, out, Window.of(1, 1), random));
        transition.put("pool", x -> x.avgPool(Window.of(2, 2).withStride(2)));
        return new Sequential(transition);
    }

    private static Conv2dLayer convolution(int in, int out, Window window, RandomGenerator random) {
        Shape shape = Shape.of(out, in, window.size(0), window.size(1));
        Tensor weight = Initial.normal(shape, Initial.Scale.KAIMING, random);
        return new Conv2dLayer(new Parameter(weight), null, window, 1);
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor maps = features.forward("features", x).relu();
        return classifier.forward("classifier", maps.mean(2, 3));
    }
}
