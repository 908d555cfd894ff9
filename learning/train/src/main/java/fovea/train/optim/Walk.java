package fovea.train.optim;

import fovea.autograd.Autograd.ValueAndGradients;
import fovea.device.Region;
import java.util.function.Supplier;

/** A walk of all weights down a loss: where it is, and what the loss and its gradient are there. */
final class Walk {
    private final FlatWeights weights;
    private final Supplier<ValueAndGradients> closure;
    private double[] x;
    private double loss;
    private double[] g = new double[0];
    private int evaluations;

    /** Begins where the weights are. */
    Walk(FlatWeights weights, Supplier<ValueAndGradients> closure) {
        this.weights = weights;
        this.closure = closure;
        this.x = weights.point();
        evaluate();
    }

    double loss() {
        return loss;
    }

    double[] gradient() {
        return g;
    }

    /** How often the loss was asked for. */
    int evaluations() {
        return evaluations;
    }

    /** Asks for the loss where the weights are. */
    void evaluate() {
        Region.run(() -> {
            ValueAndGradients y = closure.get();
            loss = y.value().item();
            g = weights.gradient(y.gradients());
        });
        evaluations++;
    }

    /** Goes so far in a direction, without a look at the loss. */
    void go(double t, double[] d) {
        x = Vectors.plus(x, t, d);
        weights.set(x);
    }

    /**
     * Goes as far in a direction as a line search says; see {@link StrongWolfe}.
     *
     * @param t where it begins
     * @param curvature c₂
     * @param changeTolerance brackets in which no weight changes more are not searched further
     * @return how far
     */
    double search(double t, double[] d, double curvature, double changeTolerance) {
        double[] from = x;
        StrongWolfe.Point found = new StrongWolfe(
                        trial -> {
                            weights.set(Vectors.plus(from, trial, d));
                            evaluate();
                            return new StrongWolfe.Point(trial, loss, g, Vectors.dot(g, d));
                        },
                        new StrongWolfe.Point(0, loss, g, Vectors.dot(g, d)),
                        curvature,
                        changeTolerance / Vectors.largest(d))
                .search(t);
        loss = found.loss();
        g = found.gradient();
        go(found.t(), d);
        return found.t();
    }
}
