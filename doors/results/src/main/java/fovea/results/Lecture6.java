package fovea.results;

import java.util.List;

/** Published results of lecture 6, training neural networks. */
final class Lecture6 {
    private Lecture6() {}

    static List<Row> rows() {
        return List.of(maxout());
    }

    private static Row maxout() {
        return new Row(
                "6.5",
                "maxout on MNIST",
                "0.94 % error without and 0.45 % with convolutions (Goodfellow et al. 2013, tables 1 and 2)",
                "mnist: 59,000 to learn from; 2 × (240 × 5) units with dropout, rows of weights no longer than 1.9365,"
                        + " 60 epochs of 100 (paper: about 200); three maxout convolutions, 20 epochs",
                List.of(
                        Range.atMost("test error, fully connected", 0.011),
                        Range.atMost("test error, convolutional", 0.0055)),
                List.of(
                        Range.atMost("test error, fully connected", 0.0094),
                        Range.atMost("test error, convolutional", 0.0045)),
                DigitRegularizers::maxout);
    }
}
