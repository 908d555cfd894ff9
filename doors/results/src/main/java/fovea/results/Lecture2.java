package fovea.results;

import java.util.List;

/** Published results of lecture 2, images: nearest neighbors and linear classifiers. */
final class Lecture2 {
    private Lecture2() {}

    static List<Row> rows() {
        return List.of(new Row(
                "2.6",
                "one layer on MNIST",
                "88.0 % (LeCun et al. 1998, linear classifier), 92.4 to 92.5 % (fast.ai course, notebook mnist)",
                "mnist, pixels of 0 to 1, softmax, L-BFGS on all data; λ chosen on the last 5,000 training images,"
                        + " then fitted to all 60,000",
                List.of(Range.atLeast("test accuracy", 0.92)),
                List.of(Range.atLeast("test accuracy", 0.926)),
                PixelClassifiers::digits));
    }
}
