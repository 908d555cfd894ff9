package fovea.results;

import java.util.List;

/** Published results of lecture 7, optimization, regularization and transfer. */
final class Lecture7 {
    private static final List<FullBatchDigits.Phase> PHASES =
            List.of(new FullBatchDigits.Phase(10_000, 200), new FullBatchDigits.Phase(60_000, 150));

    private Lecture7() {}

    static List<Row> rows() {
        return List.of(
                optimizers(),
                fullBatch(),
                dropout(),
                dropConnect(),
                fractional(),
                stochasticDepth(),
                committees(),
                augmentation(),
                transfer());
    }

    private static Row optimizers() {
        List<Range> bar = List.of(
                Range.atLeast("least gain over SGD", 0.02),
                Range.atLeast("Adam less the best other of the notebook", 0));
        return new Row(
                "7.1",
                "Optimizers side by side",
                "validation .335 SGD, .365 momentum, .360 RMSProp, .384 Adam (Burton2000/CS231n-2017,"
                        + " assignment2/FullyConnectedNets.ipynb)",
                "cifar10: 4,000 to learn from, 1,000 to measure on; five hidden layers of 100, weights N(0, 0.05), 5"
                        + " epochs of 100; rates 0.01, RMSProp 1e-4, Adam 1e-3, AdaGrad 3e-3; L-BFGS 60 iterations on all"
                        + " 4,000; means of 5 seeds",
                bar,
                List.of(),
                OptimizerRace::run);
    }

    private static Row fullBatch() {
        return new Row(
                "7.2",
                "L-BFGS with whole sets",
                "0.69 % error with L-BFGS and convolutions (Le et al. 2011, \"On optimization methods for deep"
                        + " learning\")",
                "mnist: LeNet-5, weight decay 1e-4, strong Wolfe line search and 20 pairs; 200 iterations on 10,000"
                        + " pictures at a time, then 150 on all 60,000",
                List.of(Range.atMost("test error", 0.01)),
                List.of(Range.atMost("test error", 0.007)),
                setting -> FullBatchDigits.run(PHASES, setting));
    }

    private static Row dropout() {
        List<Range> bar = List.of(Range.atMost("test error", 0.012), Range.atLeast("gain", 0.003));
        return new Row(
                "7.3",
                "dropout with max-norm",
                "1.06 % error with 3 × 1,024 ReLUs and max-norm, 1.60 % without dropout (Srivastava et al. 2014, table"
                        + " 2)",
                "mnist: 59,000 to learn from, nothing distorted; 3 × 1,024 ReLUs, dropout 0.2 and 0.5, rows of weights"
                        + " no longer than 2, 120 epochs of 100 in one cycle to 0.03 (paper: about 1 million steps); then the same without"
                        + " either",
                bar,
                List.of(Range.atMost("test error", 0.010)),
                DigitRegularizers::dropout);
    }

    private static Row dropConnect() {
        return new Row(
                "7.4",
                "DropConnect",
                "800-800: 1.20 %; convolutions, turned and scaled digits: 0.28 %, five voting 0.21 % (Wan et al. 2013,"
                        + " tables 2 and 3)",
                "mnist: 59,000 to learn from, one mask a batch; 800-800, 120 epochs of 100 in one cycle to 0.03; five nets with convolutions"
                        + " and digits turned, stretched and slanted, 12 epochs each (paper: 1,400)",
                List.of(Range.atMost("test error, 800-800", 0.0125), Range.atMost("test error, convolutional", 0.0065)),
                List.of(Range.atMost("test error, vote of 5", 0.003)),
                DigitRegularizers::dropConnect);
    }

    private static Row fractional() {
        return new Row(
                "7.5",
                "fractional max pooling",
                "0.44 % error with 1 pass and 0.32 % with 12 (Graham 2014, section 4.4)",
                "mnist: 59,000 to learn from, padded to 36 × 36; six overlapping pseudorandom poolings by √2, 32 n"
                        + " channels, Adam in one cycle to 2e-3, 25 epochs of 100",
                List.of(Range.atMost("test error, 1 pass", 0.006), Range.atMost("test error, 12 passes", 0.0045)),
                List.of(Range.atMost("test error, 12 passes", 0.0035)),
                FractionalDigits::run);
    }

    private static Row stochasticDepth() {
        return new Row(
                "7.6",
                "stochastic depth",
                "ResNet-110: 6.41 % error with constant and 5.25 % with stochastic depth, an epoch in 60 s for 75 s"
                        + " (github.com/yueatsprograms/Stochastic_Depth)",
                "cifar10: ResNet-56, last block there in half the steps, eight thinned nets compiled and one taken a"
                        + " step; 20 epochs of 128 (paper: 500), flips, shifts by up to 4 pixels, forward"
                        + " passes mixed with bf16",
                List.of(Range.atMost("share of the time", 0.8), Range.atMost("excess", 0.003)),
                List.of(Range.atMost("share of the time", 0.8), Range.atMost("excess", 0)),
                new ShallowSteps(56, 8, 20, 128)::run);
    }

    private static Row committees() {
        List<Range> bar = List.of(
                Range.atLeast("mnist, gain over the best", 0.0001), Range.atLeast("cifar10, gain over the best", 0.01));
        return new Row(
                "7.7",
                "Ensembles",
                "a few percent (CS231n course notes, neural-networks-3); on MNIST 0.23 % error of 35 nets together"
                        + " (Ciresan et al. 2012)",
                "mnist: five LeNet-5, 8 epochs of 64; cifar10: five VGG-like nets of 16, 32 and 64 channels, 8 epochs"
                        + " of 128, flips, shifts by up to 4 pixels; members differ by their seed; and one such run"
                        + " whose rate falls twice, both ends together",
                bar,
                List.of(
                        Range.atLeast("mnist, gain over the best", 0.0001),
                        Range.atLeast("cifar10, gain over the best", 0.015),
                        Range.atLeast("cifar10, snapshots' gain over the last", 0.0001)),
                new Committees(8)::run);
    }

    private static Row augmentation() {
        return new Row(
                "7.8",
                "augmentation",
                "flips: VGG 91.3 to 92.45 %, NiN 90.4 to 91.9 % (github.com/szagoruyko/cifar.torch)",
                "cifar10: the first 10,000; a VGG-like net of 16, 32 and 64 channels, 40 epochs of 128 in one cycle to"
                        + " 0.1; mirrored, shifted by up to 4 pixels, holes of 8 × 8",
                List.of(Range.atLeast("gain of flips", 0.01)),
                List.of(Range.atLeast("gain of flips", 0.01), Range.atLeast("gain of all three", 0.03)),
                new SmallSample(10_000, 40)::run);
    }

    private static Row transfer() {
        return new Row(
                "7.9",
                "transfer from digits to digits",
                "99.8 % on 0 to 4, then 99.2 % on 5 to 9 with those convolutions (Keras,"
                        + " examples/mnist_transfer_cnn.py)",
                "mnist: two convolutions and a hidden layer on 0 to 4, 5 epochs of 128; then convolutions frozen and"
                        + " the rest new on 5 to 9, 5 epochs; and once with frozen convolutions that learned nothing",
                List.of(Range.atLeast("test accuracy, 5 to 9", 0.99)),
                List.of(Range.atLeast("test accuracy, 5 to 9", 0.994)),
                DigitTransfer::run);
    }
}
