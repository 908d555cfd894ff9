package fovea.results;

import java.util.List;

/** Published results of lecture 6, training neural networks. */
final class Lecture6 {
    private Lecture6() {}

    static List<Row> rows() {
        return List.of(figure1(), normalized(), fullyConnected(), rectifier(), maxout(), signals(), searches());
    }

    private static Row figure1() {
        List<Range> bar = List.of(
                Range.atMost("share of the steps, normalized", 0.2), Range.atMost("drift normalized / plain", 0.5));
        return new Row(
                "6.1",
                "Batch normalization, figure 1",
                "normalized, it trains faster and ends higher, and what goes into a sigmoid stays where it is (Ioffe"
                        + " and Szegedy 2015, section 4.1; curves without figures)",
                "mnist, black and white; 3 × 100 sigmoids, weights N(0, 0.1), 50,000 steps of 60, each net at the rate"
                        + " that takes it highest: 0.3, normalized 1; means of 5 seeds; drift is how far the median of what"
                        + " goes into a unit wanders, in widths of its 15 to 85 %, for the median of the last layer's units",
                bar,
                List.of(bar.get(0), bar.get(1), Range.atLeast("test accuracy, normalized", 0.98)),
                BatchNormFigure::run);
    }

    private static Row normalized() {
        return new Row(
                "6.2",
                "Batch normalization in fully connected nets",
                "training accuracy .779 with and .669 without after 10 epochs (Burton2000/CS231n-2017,"
                        + " assignment2/BatchNormalization.ipynb)",
                "cifar10: the first 1,000; five hidden layers of 100, weights N(0, 0.02), Adam 1e-3, 10 epochs of 50;"
                        + " then seven layers of 50 with 20 weight scales from 1e-4 to 1; means of 5 seeds",
                List.of(Range.atLeast("gain", 0.08)),
                List.of(Range.atLeast("gain", 0.08), Range.atLeast("least / best of all scales, normalized", 0.8)),
                DeepFullyConnected::normalized);
    }

    private static Row fullyConnected() {
        return new Row(
                "6.3",
                "the best fully connected net",
                "validation .530, test .506; at least 50 %, more than 55 % possible (Burton2000/CS231n-2017,"
                        + " assignment2/FullyConnectedNets.ipynb)",
                "cifar10: 49,000 to learn from, 1,000 held out; 4 × 1,024 normalized ReLUs with dropout, flips, shifts"
                        + " by up to 2 pixels, AdamW in one cycle to 2e-3, 40 epochs of 128",
                List.of(Range.atLeast("test accuracy", 0.55)),
                List.of(Range.atLeast("test accuracy", 0.62)),
                DeepFullyConnected::best);
    }

    private static Row rectifier() {
        return new Row(
                "6.4",
                "ReLU against tanh",
                "a four-layer convolutional net reaches 25 % training error six times faster with ReLU (Krizhevsky et"
                        + " al. 2012, figure 1)",
                "cifar10: Caffe's quick net, all its activations one or the other, plain SGD with momentum 0.9 in"
                        + " batches of 100, each with the rate that is best after 2 epochs, to 25 % running training"
                        + " error, at most 60 epochs",
                List.of(Range.atLeast("epochs, tanh / ReLU", 3)),
                List.of(Range.atLeast("epochs, tanh / ReLU", 5)),
                RectifierRace::run);
    }

    private static Row signals() {
        List<Range> bar = List.of(
                Range.atMost("He, ReLU, largest / least deviation", 2),
                Range.atMost("N(0, 0.01), tanh, last deviation", 1e-6));
        return new Row(
                "6.6",
                "Signals through 20 layers, and kinds of units",
                "deviations die or stay, by the first weights (He et al. 2015; CS231n 2017, lecture 6); LSUV (Mishkin"
                        + " and Matas 2016)",
                "no data: 20 layers of 300, 300 inputs N(0, 1); then mnist: 2 × 128 units of five kinds, 10,000 to"
                        + " learn from, 4 epochs of 64, Adam in one cycle to 0.003",
                bar,
                List.of(bar.get(0), bar.get(1), Range.atMost("data-driven, ReLU, largest / least deviation", 1.1)),
                Signals::run);
    }

    private static Row searches() {
        return new Row(
                "6.7",
                "Random search against a grid",
                "random search finds as good settings in fewer trials (Bergstra and Bengio 2012)",
                "mnist: 64 units, 4,000 pictures to learn from, 2,000 to choose on, test on 10,000; rate 1e-4 to 3,"
                        + " weight decay 1e-7 to 1e-1, batch 16 to 256; a grid of 4 × 4 × 4, and 1,000 times 64 of 256"
                        + " random trials",
                List.of(Range.atLeast("bootstraps as good as the grid", 0.7)),
                List.of(Range.atLeast("bootstraps as good as the grid", 0.95)),
                SearchContest::run);
    }

    private static Row maxout() {
        return new Row(
                "6.5",
                "maxout on MNIST",
                "0.94 % error without and 0.45 % with convolutions (Goodfellow et al. 2013, tables 1 and 2)",
                "mnist: 59,000 to learn from; 2 × (240 × 5) units with dropout, rows of weights no longer than 1.9365,"
                        + " 120 epochs of 100 in one cycle to 0.03 (paper: about 200); three maxout convolutions, 20 epochs",
                List.of(
                        Range.atMost("test error, fully connected", 0.011),
                        Range.atMost("test error, convolutional", 0.0055)),
                List.of(
                        Range.atMost("test error, fully connected", 0.0094),
                        Range.atMost("test error, convolutional", 0.0045)),
                DigitRegularizers::maxout);
    }
}
