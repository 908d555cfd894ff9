package fovea.results;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Published results of lecture 2, images: nearest neighbors and linear classifiers. */
final class Lecture2 {
    private static final String NOTES = "CS231n notes, \"Image classification\"";
    private static final String ASSIGNMENT = "CS231n assignment 1, knn.ipynb as solved by Burton2000";

    private Lecture2() {}

    static List<Row> rows() {
        return List.of(
                new Row(
                        "2.1",
                        "nearest neighbor, L1",
                        "38.6 % (" + NOTES + ")",
                        "cifar10, all 50,000 against all 10,000, raw pixels; best k of ten by 5 folds of the 50,000",
                        List.of(Range.within("test accuracy, k = 1", 0.386, 0.01), Range.atMost("search s", 300)),
                        List.of(Range.atMost("search and folds s", 300)),
                        PixelNeighbors::cityBlocks),
                new Row(
                        "2.2",
                        "nearest neighbor, L2",
                        "35.4 % (" + NOTES + ")",
                        "cifar10, all 50,000 against all 10,000, raw pixels",
                        List.of(Range.within("test accuracy, k = 1", 0.354, 0.01), Range.atMost("search s", 30)),
                        List.of(Range.within("test accuracy, k = 1", 0.354, 0.01), Range.atMost("search s", 30)),
                        PixelNeighbors::straightLines),
                new Row(
                        "2.3",
                        "k nearest neighbors, k by cross-validation",
                        "k = 1: .263 .257 .264 .278 .266, k = 10: .265 .296 .276 .284 .280, test 141 of 500 = 28.2 % ("
                                + ASSIGNMENT + ")",
                        "cifar10, first 5,000 in 5 folds, first 500 of test, L2; the k with the highest mean",
                        Stream.concat(Stream.of(Range.atLeast("test accuracy", 0.28)), folds(0.01))
                                .toList(),
                        folds(0.0005).toList(),
                        NeighborAssignment::run),
                new Row(
                        "2.4",
                        "a distance matrix with two loops, one and none",
                        "29.8, 63.3 and 0.43 s (" + ASSIGNMENT + ")",
                        "cifar10, first 5,000 against first 500 of test, as bytes (and as f32); the least of ten"
                                + " calls, and the first",
                        List.of(Range.atMost("no loop s", 0.05)),
                        List.of(Range.atMost("no loop s", 0.05)),
                        DistanceTimes::run),
                new Row(
                        "2.5",
                        "k nearest neighbors on digits",
                        "errors of 3.09 % (k = 3, L2), 1.80 % (deskewed, noise removed, blurred) (LeCun, the MNIST"
                                + " page)",
                        "mnist, all 60,000 against all 10,000; deskewed and blurred with width, metric and k chosen on"
                                + " the last 10,000 of training",
                        List.of(Range.atMost("test error, L2, k = 3", 0.031)),
                        List.of(Range.atMost("test error, deskewed and blurred", 0.018)),
                        DigitNeighbors::run),
                new Row(
                        "2.6",
                        "one layer on MNIST",
                        "88.0 % (LeCun et al. 1998, linear classifier), 92.4 to 92.5 % (fast.ai course, notebook"
                                + " mnist)",
                        "mnist, pixels of 0 to 1, softmax, L-BFGS on all data; λ chosen on the last 5,000 training"
                                + " images, then fitted to all 60,000",
                        List.of(Range.atLeast("test accuracy", 0.92)),
                        List.of(Range.atLeast("test accuracy", 0.926)),
                        PixelClassifiers::digits));
    }

    /** The fold values that the assignment prints. */
    private static Stream<Range> folds(double slack) {
        double[] one = {0.263, 0.257, 0.264, 0.278, 0.266};
        double[] ten = {0.265, 0.296, 0.276, 0.284, 0.280};
        return IntStream.range(0, 5)
                .boxed()
                .flatMap(i -> Stream.of(
                        Range.within(NeighborAssignment.figure(1, i), one[i], slack),
                        Range.within(NeighborAssignment.figure(10, i), ten[i], slack)));
    }
}
