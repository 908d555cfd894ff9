package fovea.zoo;

import fovea.nn.Conv2dLayer;
import fovea.nn.Dropout;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Sequential;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/**
 * Highway networks: every layer has a gate that lets its input pass unchanged, so that a hundred layers learn as readily as ten (Srivastava,
 * Greff and Schmidhuber 2015, "Training very deep networks", <a href="https://arxiv.org/abs/1507.06228">arXiv:1507.06228</a>; the
 * convolutional ones as in their <a href="https://github.com/flukeskywalker/highway-networks">code</a>).
 *
 * <p>Gates begin nearly shut, with a negative bias. 151,690 parameters for {@link #mnist} with 32 channels, 99.55 % on MNIST (table 1);
 * 2,256,838 for {@link #cifar}, 92.40 % on CIFAR-10.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}.
 */
public record HighwayNet(Sequential layers) implements Layer {
    private static final Window THREE = Window.of(3, 3).withPadding(1);

    /** Units of a layer of {@link #fullyConnected} (section 3.1). */
    private static final int UNITS = 50;

    /** Of {@link #plain}, which so has about as many parameters. */
    private static final int PLAIN_UNITS = 71;

    /** Of the first weights of convolutions, as in the authors' code: Caffe's "xavier" divides by the inputs alone. */
    private static final Initial.Scale XAVIER = Initial.Scale.LECUN;

    /**
     * One layer, {@code y = t·h + (1 − t)·x} with {@code h = relu(transform(x))} and the gate {@code t = sigmoid(gate(x))} (equation 3).
     *
     * <p>Shapes: {@code x} of any that both leave as it is.
     */
    public record Highway(Layer transform, Layer gate) implements Layer {

        private static Highway of(int units, double bias, RandomGenerator random) {
            return new Highway(linear(units, units, 0, random), linear(units, units, bias, random));
        }

        private static Highway convolution(int channels, double bias, RandomGenerator random) {
            return new Highway(
                    HighwayNet.convolution(channels, channels, THREE, 0, random),
                    HighwayNet.convolution(channels, channels, THREE, bias, random));
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor h = transform.forward("transform", x).relu();
            Tensor t = gate.forward("gate", x).sigmoid();
            return x.add(t.mul(h.sub(x)));
        }
    }

    /**
     * One of fully connected layers, as in section 3.1 on MNIST: a plain one to 50 units, {@code depth − 1} highways, a linear layer. With
     * {@code depth = 50} and MNIST's pictures 289,660 parameters.
     *
     * @param image {@code [C, H, W]}
     * @param depth layers before the last one: 10, 20, 50 or 100 in the paper
     * @param bias of the gates at first, the lower the deeper the net, for the signal shrinks where gates mix; −1 to −10 in the paper, −4 for 50
     *     layers here
     */
    public static HighwayNet fullyConnected(Shape image, int depth, double bias, int classes, RandomGenerator random) {
        check(depth, bias);
        List<Layer> layers = first(image, UNITS, random);
        for (int i = 1; i < depth; i++) {
            layers.add(Highway.of(UNITS, bias, random));
        }
        layers.add(linear(UNITS, classes, 0, random));
        return new HighwayNet(new Sequential(layers));
    }

    /**
     * What {@link #fullyConnected} is compared with (figure 1): as deep, of plain layers of ReLUs, 71 units wide so that it has as many
     * parameters.
     */
    public static HighwayNet plain(Shape image, int depth, int classes, RandomGenerator random) {
        check(depth, -1);
        List<Layer> layers = first(image, PLAIN_UNITS, random);
        for (int i = 1; i < depth; i++) {
            layers.add(linear(PLAIN_UNITS, PLAIN_UNITS, 0, random));
            layers.add(Tensor::relu);
        }
        layers.add(linear(PLAIN_UNITS, classes, 0, random));
        return new HighwayNet(new Sequential(layers));
    }

    private static void check(int depth, double bias) {
        if (depth < 1 || !(bias <= 0)) {
            throw new IllegalArgumentException(
                    "HighwayNet: a depth of %d, gates that begin at %s%n  depth must be 1 or more, the gates' bias 0 or less"
                            .formatted(depth, bias));
        }
    }

    private static List<Layer> first(Shape image, int units, RandomGenerator random) {
        List<Layer> layers = new ArrayList<>();
        layers.add(Tensor::flatten);
        layers.add(linear(Math.toIntExact(image.elements()), units, 0, random));
        layers.add(Tensor::relu);
        return layers;
    }

    /**
     * The authors' convolutional network for MNIST: a 5 × 5 convolution, then highways of 3 × 3, two and twice three, halved by maxima after
     * each group; ten layers with the linear one.
     *
     * @param image {@code [C, H, W]}, 18 pixels or more each way
     * @param width channels: 16 (38,986 parameters) or 32 in the paper
     */
    public static HighwayNet mnist(Shape image, int width, int classes, RandomGenerator random) {
        int pixels = left(image.size(1), image) * left(image.size(2), image);
        SequencedMap<String, Layer> layers = new LinkedHashMap<>();
        layers.put("drop1", new Dropout(0.2));
        layers.put("conv1", convolution(image.size(0), width, Window.of(5, 5), 0, random));
        layers.put("relu1", Tensor::relu);
        int conv = 2;
        for (int stage = 1; stage <= 3; stage++) {
            for (int i = stage == 1 ? 1 : 0; i < 3; i++) {
                layers.put("conv" + conv++, Highway.convolution(width, -1, random));
            }
            Window pooled =
                    stage < 3 ? Window.of(3, 3).withStride(2) : Window.of(2, 2).withStride(2);
            layers.put("pool" + stage, x -> x.maxPool(pooled.roundedUp(x.shape())));
            layers.put("drop" + (stage + 1), new Dropout(0.2 + stage * 0.1));
        }
        layers.put("flat", Tensor::flatten);
        layers.put("ip", linear(width * pixels, classes, 0, random));
        return new HighwayNet(new Sequential(layers));
    }

    /** Pixels along one side after the three poolings, which round up as Caffe's do: 3 of 28. */
    private static int left(int side, Shape image) {
        if (side < 18) {
            throw new ShapeException(
                    "HighwayNet.mnist",
                    "images are " + image,
                    "it needs 18 pixels or more along each side; use HighwayNet.fullyConnected");
        }
        int first = (side - 4 - 2) / 2 + 1;
        int second = (first - 2) / 2 + 1;
        return (second + 1) / 2;
    }

    /**
     * The authors' convolutional network of 19 layers for CIFAR-10, Highway B: four highways of 32 channels, five of 80, five of 128, each
     * group behind a plain convolution that widens; 1 × 1 to 100, the mean over all pixels, a linear layer.
     */
    public static HighwayNet cifar(int channels, int classes, RandomGenerator random) {
        int[] widths = {32, 80, 128};
        double dropout = 0.2;
        SequencedMap<String, Layer> layers = new LinkedHashMap<>();
        layers.put("drop1", new Dropout(dropout));
        int in = channels;
        int conv = 1;
        for (int stage = 0; stage < widths.length; stage++) {
            layers.put("conv" + conv, convolution(in, widths[stage], THREE, 0, random));
            layers.put("relu" + conv++, Tensor::relu);
            in = widths[stage];
            for (int i = 0; i < (stage == 0 ? 4 : 5); i++) {
                layers.put("conv" + conv++, Highway.convolution(in, -2, random));
            }
            if (stage < 2) {
                layers.put("pool" + (stage + 1), x -> x.maxPool2d(2, 2));
                layers.put("drop" + (stage + 2), new Dropout(dropout));
            }
        }
        layers.put("conv" + conv, convolution(in, 100, Window.of(1, 1), 0, random));
        layers.put("relu" + conv, Tensor::relu);
        layers.put("pool3", x -> x.mean(2, 3));
        layers.put("drop4", new Dropout(dropout));
        layers.put("ip", linear(100, classes, 0, random));
        return new HighwayNet(new Sequential(layers));
    }

    private static Conv2dLayer convolution(int in, int out, Window window, double bias, RandomGenerator random) {
        Shape shape = Shape.of(out, in, window.size(0), window.size(1));
        return new Conv2dLayer(
                new Parameter(Initial.uniform(shape, XAVIER, random)),
                new Parameter(Tensor.full(Shape.of(out), bias)),
                window,
                1);
    }

    private static Linear linear(int in, int out, double bias, RandomGenerator random) {
        return new Linear(
                new Parameter(Initial.normal(Shape.of(out, in), Initial.Scale.KAIMING, random)),
                new Parameter(Tensor.full(Shape.of(out), bias)));
    }

    @Override
    public Tensor forward(Tensor x) {
        return layers.forward("layers", x);
    }
}
