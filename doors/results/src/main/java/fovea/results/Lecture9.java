package fovea.results;

import fovea.zoo.CifarVgg;
import fovea.zoo.CudaConvNet;
import fovea.zoo.DenseNet;
import fovea.zoo.FireNet;
import fovea.zoo.NetworkInNetwork;
import fovea.zoo.PreActResNet;
import fovea.zoo.ResNet;
import fovea.zoo.SmallInception;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Published results of lecture 9, architectures. Epochs are few, and so are channels where the whole net would take hours. */
final class Lecture9 {
    private static final double PEAK = 0.2;

    /** The share of the published channels where all of them would take hours. */
    private static final double HALF = 0.5;

    private static final List<Contender> RESIDUAL = List.of(residual(20), residual(56));

    private static final Contender ACTING_FIRST = new Contender(
            "pre-act ResNet-20", 24, PEAK, (image, n, random) -> PreActResNet.cifar(20, image.size(0), n, random));

    private static final Contender WIDE = new Contender(
            "WRN-16-2", 20, PEAK, (image, n, random) -> PreActResNet.wide(16, 2, 0, image.size(0), n, random));

    private static final Contender DENSE = new Contender(
            "DenseNet-BC-40-12",
            20,
            PEAK,
            (image, n, random) -> DenseNet.cifar(40, 12, true, image.size(0), n, random));

    private static final Contender FIRE =
            new Contender("fire net", 25, PEAK, (image, n, random) -> FireNet.of(image.size(0), n, random));

    private static final Contender INCEPTION = new Contender(
            "small Inception, half width",
            20,
            PEAK,
            (image, n, random) -> SmallInception.of(HALF, image.size(0), n, random));

    private static final Contender NIN = new Contender(
            "NiN, half width",
            25,
            PEAK,
            (image, n, random) -> NetworkInNetwork.normalized(HALF, image.size(0), n, 0.2, random));

    private static final Contender VGG = new Contender(
            "VGG-16, half width", 20, 0.1, (image, n, random) -> CifarVgg.of(HALF, 0.2, image.size(0), n, random));

    private static final Contender CUDA_CONVNET = new Contender("cuda-convnet", 20, 0.02, CudaConvNet::of);

    private Lecture9() {}

    /** All nets that are compared by what they cost and reach, but for row 9.7's, which is more than one. */
    static List<Contender> contenders() {
        return Stream.concat(
                        RESIDUAL.stream(),
                        Stream.of(ACTING_FIRST, WIDE, DENSE, FIRE, INCEPTION, NIN, VGG, CUDA_CONVNET))
                .toList();
    }

    static List<Row> rows() {
        return List.of(
                residual(),
                degradation(),
                actingFirst(),
                wide(),
                dense(),
                fractal(),
                fire(),
                inception(),
                networkInNetwork(),
                vgg(),
                alexNet(),
                complexity());
    }

    private static Row residual() {
        return new Row(
                "9.1",
                "residual nets",
                "20, 32, 44, 56 and 110 layers: 8.75, 7.51, 7.17, 6.97 and 6.43 % error; again by others 8.27, 7.37,"
                        + " 6.90, 6.61 and 6.32 % (akamaster/pytorch_resnet_cifar10, README.md)",
                setup("20 and 56 layers, 24 epochs each (paper: 164)", PEAK),
                List.of(
                        Range.atLeast(Network.ACCURACY + "ResNet-20", 0.900),
                        Range.atLeast("gain of 56 layers over 20", 0)),
                List.of(
                        Range.atLeast(Network.ACCURACY + "ResNet-20", 0.9125),
                        Range.atLeast("gain of 56 layers over 20", 0)),
                setting -> {
                    Map<String, Double> figures = Contender.compare(RESIDUAL, setting);
                    figures.put(
                            "gain of 56 layers over 20",
                            figures.getOrDefault(Network.ACCURACY + "ResNet-56", Double.NaN)
                                    - figures.getOrDefault(Network.ACCURACY + "ResNet-20", Double.NaN));
                    return figures;
                });
    }

    private static Contender residual(int depth) {
        return new Contender(
                "ResNet-" + depth, 24, PEAK, (image, n, random) -> ResNet.cifar(depth, image.size(0), n, random));
    }

    private static Row degradation() {
        return new Row(
                "9.2",
                "plain and residual nets, deeper",
                "plain, 56 layers end with a higher training error than 20, residual with a lower one (He et al. 2015,"
                        + " figures 1 and 6; curves without figures)",
                setup(
                        "plain and residual, 20 and 56 layers, 10 epochs each (paper: 164); differences of the last"
                                + " epoch's training loss",
                        0.1),
                List.of(Range.atLeast("plain, deep less shallow", 0), Range.atMost("residual, deep less shallow", 0)),
                List.of(),
                new Degradation(20, 56, 10)::run);
    }

    private static Row actingFirst() {
        return alone(
                "9.3",
                "pre-activation",
                "20 layers: 7.60 % error after 200 epochs, 7.05 % after 400 (hysts/pytorch_image_classification); 110"
                        + " layers 6.37 %, 164 5.46 %, 1001 4.62 % (KaimingHe/resnet-1k-layers)",
                "20 layers, 24 epochs",
                ACTING_FIRST,
                0.903,
                0.920);
    }

    private static Row wide() {
        return alone(
                "9.4",
                "Wide ResNet",
                "28 layers, 10 times as wide: 4.00 % error, with dropout 3.89 %; 40 and 10: 3.8 %"
                        + " (szagoruyko/wide-residual-networks)",
                "16 layers, twice as wide, 20 epochs (paper: 200)",
                WIDE,
                0.92,
                0.935);
    }

    private static Row dense() {
        return alone(
                "9.6",
                "DenseNet",
                "DenseNet-40-12: 5.24 % error; BC-100-12: 4.51 % (liuzhuang13/DenseNet)",
                "DenseNet-BC-40-12, 20 epochs (paper: 300)",
                DENSE,
                0.91,
                0.93);
    }

    private static Row fractal() {
        String name = Network.ACCURACY + "FractalNet of 4 columns";
        return new Row(
                "9.7",
                "FractalNet",
                "three columns of 64 to 512 channels: 5.22 % error, with drop-path 4.60 % (Larsson et al. 2016, table 1)",
                setup(
                        "4 columns of 16, 32, 64, 128 and 128 channels, drop-path 0.15, no dropout, 20 epochs (paper:"
                                + " 400); then every column alone",
                        AnytimeFractal.PEAK),
                List.of(Range.atLeast(name, 0.88), Range.atMost("whole less deepest column", 0.01)),
                List.of(Range.atLeast(name, 0.91), Range.atMost("whole less deepest column", 0.01)),
                new AnytimeFractal(4, List.of(16, 32, 64, 128, 128), 20)::run);
    }

    private static Row fire() {
        return alone(
                "9.8",
                "SqueezeNet",
                "90.0 % on Fashion-MNIST (zalandoresearch/fashion-mnist, README.md)",
                "its fire modules behind a 3 × 3 convolution, batch normalization, 25 epochs",
                FIRE,
                0.89,
                0.92);
    }

    private static Row inception() {
        return alone(
                "9.9",
                "Inception",
                "GoogLeNet 93.7 % on Fashion-MNIST (zalandoresearch/fashion-mnist, README.md)",
                "the small Inception of Zhang et al. 2016 at half width, 20 epochs",
                INCEPTION,
                0.89,
                0.92);
    }

    private static Row networkInNetwork() {
        return alone(
                "9.10",
                "network in network",
                "10.4 % error with dropout, 8.8 % with augmentation (Lin et al. 2013); normalized 9.6 and with flips 8.1 %"
                        + " (szagoruyko/cifar.torch)",
                "half width, batch normalization, dropout 0.2, 25 epochs",
                NIN,
                0.88,
                0.912);
    }

    private static Row vgg() {
        return alone(
                "9.11",
                "VGG on CIFAR-10",
                "92.45 % with batch normalization and dropout (szagoruyko/cifar.torch); VGG-16 92.64 %"
                        + " (kuangliu/pytorch-cifar)",
                "VGG-16 at half width, batch normalization, dropout 0.2 around the hidden layer, 20 epochs (cifar.torch:"
                        + " 300)",
                VGG,
                0.905,
                0.9245);
    }

    private static Row alexNet() {
        return alone(
                "9.12",
                "AlexNet's kind of net",
                "22.78 % error (bearpaw/pytorch-classification, alexnet); cuda-convnet 13 %, with augmentation 11 %"
                        + " (Krizhevsky, by rodrigob's leaderboard)",
                "cuda-convnet of two convolutions and two layers without shared weights, 20 epochs",
                CUDA_CONVNET,
                0.80,
                0.87);
    }

    private static Row complexity() {
        List<Range> bar = List.of(
                Range.within("conv1 of AlexNet, parameters", 34_944, 0),
                Range.within("AlexNet, million parameters", 60, 1),
                Range.within("VGG-16, million parameters", 138, 0.5),
                Range.within("naive Inception module, million operations", 854, 0.5),
                Range.within("with bottlenecks, 3 × 3 twice, million operations", 358, 0.5));
        return new Row(
                "9.14",
                "the lecture's counts",
                "conv1 of AlexNet 34,944 parameters (slides: 35 thousand), AlexNet 60 million, 12 times GoogLeNet's;"
                        + " VGG-16 138 million and 24 million numbers or 96 MB an image; an Inception module 854 million"
                        + " operations, with bottlenecks 358 (CS231n 2017, lecture 9)",
                "no data: nets are counted, not run. Three of the slides' numbers are slips: the rows of their VGG-16"
                        + " add up to 15 million numbers, not 24; their products with bottlenecks to 271 million, and to"
                        + " 358 with the 3 × 3 one twice; AlexNet has 9 times GoogLeNet's parameters",
                bar,
                List.of(),
                Complexity::run);
    }

    /** A row of one net that is to reach an accuracy. */
    private static Row alone(
            String id, String method, String published, String what, Contender net, double bar, double stretch) {
        String accuracy = Network.ACCURACY + net.name();
        return new Row(
                id,
                method,
                published,
                setup(what, net.peak()),
                List.of(Range.atLeast(accuracy, bar)),
                List.of(Range.atLeast(accuracy, stretch)),
                setting -> Contender.compare(List.of(net), setting));
    }

    private static String setup(String what, double peak) {
        return "cifar10: " + what + "; flips, shifts by up to 4 pixels, batches of 128, one cycle to " + peak
                + ", forward passes mixed with bf16";
    }
}
