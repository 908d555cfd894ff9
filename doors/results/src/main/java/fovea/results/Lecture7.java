package fovea.results;

import java.util.List;

/** Published results of lecture 7, optimization and regularization. */
final class Lecture7 {
    private Lecture7() {}

    static List<Row> rows() {
        return List.of(optimizers());
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
}
