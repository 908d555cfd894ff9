package fovea.results;

import java.util.List;

/** Published results of lecture 5, convolutional networks. */
final class Lecture5 {
    private Lecture5() {}

    static List<Row> rows() {
        return List.of(
                new Row(
                        "5.1",
                        "LeNet-5",
                        "0.95 % error (LeCun et al. 1998; his page on MNIST); 0.80 % Caffe's LeNet",
                        "mnist: all 60,000 pictures as they are, 20 epochs of 64, Nesterov in one cycle to 0.04,"
                                + " weight decay 5e-4",
                        List.of(Range.atMost("test error", 0.0095)),
                        List.of(Range.atMost("test error", 0.008)),
                        ConvNets::leNet),
                new Row(
                        "5.3",
                        "the three-layer convnet of assignment 2",
                        "0.508 on validation after an epoch (Burton2000/CS231n-2017,"
                                + " assignment2/ConvolutionalNetworks.ipynb)",
                        "cifar10: 49,000 to learn from and 1,000 to measure on, one epoch of 50, Adam in one cycle to"
                                + " 0.001",
                        List.of(Range.atLeast("validation accuracy", 0.50)),
                        List.of(Range.atLeast("validation accuracy", 0.55)),
                        ConvNets::threeLayers),
                new Row(
                        "5.4",
                        "an own net in at most 10 epochs",
                        "70 % asked for, 69.48 % reached (Burton2000/CS231n-2017, assignment2/PyTorch.ipynb)",
                        "cifar10: six normalized convolutions, 6 epochs of 128, Nesterov in one cycle to 0.2, flips,"
                                + " shifts by up to 4 pixels",
                        List.of(Range.atLeast("test accuracy", 0.75)),
                        List.of(Range.atLeast("test accuracy", 0.90)),
                        ConvNets::fewEpochs),
                new Row(
                        "5.5",
                        "Caffe's quick net",
                        "75.33 % after 5,000 steps of 100, about 425 images/s (BVLC/caffe,"
                                + " examples/cifar10/readme.md)",
                        "cifar10: the same net, 10 epochs of 100, Nesterov in one cycle to 0.02, flips, shifts by up to 2"
                                + " pixels",
                        List.of(Range.atLeast("test accuracy", 0.75), Range.atMost("training s", 480)),
                        List.of(
                                Range.atLeast("test accuracy", 0.80),
                                Range.atMost("training s", 900),
                                Range.atLeast("images a second", 1_500)),
                        ConvNets::quick),
                new Row(
                        "5.5b",
                        "the net of ConvNetJS's demo",
                        "about 80 % (karpathy/convnetjs, demo/cifar10.html)",
                        "cifar10: the same net, 20 epochs of 64, Nesterov in one cycle to 0.02, flips, shifts by up to 2"
                                + " pixels",
                        List.of(Range.atLeast("test accuracy", 0.75)),
                        List.of(Range.atLeast("test accuracy", 0.80)),
                        ConvNets::browser));
    }
}
