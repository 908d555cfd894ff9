package fovea.results;

import static fovea.results.Range.atLeast;
import static fovea.results.Range.atMost;
import static fovea.results.Range.within;

import java.util.List;

/** Published results of lecture 3, losses, optimization and features. */
final class Lecture3 {
    private static final String VALIDATION = "validation accuracy";
    private static final String TEST = "test accuracy";
    private static final String ASSIGNMENT = "; training on 49,000, λ chosen on the other 1,000";

    private Lecture3() {}

    static List<Row> rows() {
        return List.of(
                new Row(
                        "3.1",
                        "random search and random local search",
                        "15.5 % and 21.4 % (CS231n notes, optimization 1)",
                        "cifar10, all 50,000 pictures less their mean, SVM loss, test on 10,000; 1,000 tries of"
                                + " weights 1e-4 wide, and 1,000 steps 1e-4 wide from weights 1e-3 wide",
                        List.of(
                                within("random search test accuracy", 0.155, 0.015),
                                within("local search test accuracy", 0.21, 0.02)),
                        List.of(atLeast("local search test accuracy", 0.22)),
                        PixelClassifiers::guessing),
                new Row(
                        "3.2",
                        "multiclass SVM by SGD",
                        "validation 38.5 to 38.7 %, test 37.6 % (CS231n 2017 assignment 1, Burton's solution); \"about"
                                + " 0.4 on validation\" (its text)",
                        "cifar10, raw pixels less their mean; SGD with momentum in batches of 200; test on the first"
                                + " 1,000"
                                + ASSIGNMENT,
                        List.of(atLeast(VALIDATION, 0.38), atLeast(TEST, 0.37)),
                        List.of(atLeast(VALIDATION, 0.40), atLeast(TEST, 0.39)),
                        PixelClassifiers::supportVectors),
                new Row(
                        "3.3",
                        "softmax classifier",
                        "validation 34.3 %, test 35.1 % (CS231n 2017 assignment 1, Burton's solution); \"over 0.35\""
                                + " (its text)",
                        "cifar10, raw pixels less their mean; L-BFGS on all data; test on 10,000" + ASSIGNMENT
                                + ", then fitted to all 50,000",
                        List.of(atLeast(TEST, 0.37)),
                        List.of(atLeast(TEST, 0.405)),
                        PixelClassifiers::softmax),
                new Row(
                        "3.4",
                        "SVM on HOG and a hue histogram",
                        "validation 42.5 %, test 41.9 % (CS231n 2017 assignment 1, Burton's solution); \"near 0.44\""
                                + " (its text)",
                        "cifar10, 155 dimensions with the bias (144 of HOG with normalized cells, 10 hues),"
                                + " standardized; squared hinges, L-BFGS; test on 10,000" + ASSIGNMENT,
                        List.of(atLeast(VALIDATION, 0.44)),
                        List.of(atLeast(TEST, 0.48)),
                        FeatureClassifiers::supportVectors),
                new Row(
                        "3.5",
                        "two-layer net on the same features",
                        "validation 58.1 %, test 56.3 % (CS231n 2017 assignment 1, Burton's solution); \"our best 60"
                                + " %\" (its text)",
                        "cifar10, features as in 3.4; 1,000 hidden units, dropout 0.5, SGD with momentum, 10 epochs"
                                + " (rate"
                                + " chosen on 1,000 held-out pictures, width and epochs not searched); test on 10,000",
                        List.of(atLeast(TEST, 0.58)),
                        List.of(atLeast(TEST, 0.62)),
                        FeatureClassifiers::net),
                new Row(
                        "3.6",
                        "k-means patches and a linear SVM",
                        "79.6 % with 4,000 centers (Coates and Ng 2011, as listed by R. Benenson's leaderboard)",
                        "cifar10, 400,000 patches of 6 × 6, whitened (ε 0.5); 1,600 centers, triangle code summed over"
                                + " quarters and over a picture and its mirror image; λ chosen on 5,000 held-out pictures,"
                                + " then fitted to all 50,000; test on 10,000",
                        List.of(atLeast(TEST, 0.75)),
                        List.of(atLeast(TEST, 0.79)),
                        setting -> FeatureClassifiers.patches(setting, 1600)),
                new Row(
                        "3.7",
                        "y = a x + b from thirty points",
                        "no figure; the fast.ai course's first example of SGD",
                        "30 points of y = 3 x + 8, x from 0 to 1; SGD, one point a step; and with noise of 0.3,"
                                + " against exact least squares",
                        List.of(atMost("off truth", 1e-3)),
                        List.of(atMost("off truth", 1e-3), atMost("off least squares", 1e-3)),
                        LineFit::run));
    }
}
