package fovea.train.optim;

import fovea.autograd.Autograd.ValueAndGradients;
import fovea.tensor.DType;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.function.Supplier;

/**
 * Conjugate gradients for whole sets and smooth losses, in the form of Polak and Ribière that forgets where it does not help (Nocedal and
 * Wright 2006, "Numerical optimization", algorithm 5.4 with equation 5.45, PR+), with a line search ({@link StrongWolfe}, c₂ = 0.1):
 *
 * <pre>  d ← −g + β d   β = max(0, gᵀ(g − g') / g'ᵀg')</pre>
 *
 * where g' is the gradient before. It asks for the loss as often as it needs to, so it is no {@link Optimizer}; like {@link Lbfgs} it computes in
 * double precision on the host, and it carries but two vectors as long as all weights.
 *
 * @param iterations since it last went straight downhill
 * @param decrease t · gᵀd of the last move, by which the next one's first trial is guessed (section 3.5 there)
 * @param direction d of the last move
 * @param gradient g'
 * @param most iterations of a step
 * @param gradientTolerance a step ends where no partial derivative is larger
 * @param changeTolerance a step ends where neither a weight nor the loss changes more
 */
public record ConjugateGradient(
        State iterations,
        State decrease,
        State direction,
        State gradient,
        FlatWeights weights,
        int most,
        double gradientTolerance,
        double changeTolerance) {
    private static final double CURVATURE = 0.1;

    /** For the parameters of a model, with the tolerances of {@link Lbfgs.Options#DEFAULT}. */
    public static ConjugateGradient of(Object model, int iterations) {
        FlatWeights weights = FlatWeights.of(model);
        return new ConjugateGradient(
                Scalar.of(0), Scalar.of(0), weights.room(), weights.room(), weights, iterations, 1e-7, 1e-9);
    }

    /** The same with these tolerances. */
    public ConjugateGradient withTolerances(double gradientTolerance, double changeTolerance) {
        return new ConjugateGradient(
                iterations, decrease, direction, gradient, weights, most, gradientTolerance, changeTolerance);
    }

    /**
     * Several iterations.
     *
     * @param closure evaluates the loss with the weights as they are, and its gradients
     * @return the loss before
     */
    public double step(Supplier<ValueAndGradients> closure) {
        Walk walk = new Walk(weights, closure);
        double before = walk.loss();
        for (int i = 0; i < most && Vectors.largest(walk.gradient()) > gradientTolerance; i++) {
            if (!iterate(walk)) {
                break;
            }
        }
        return before;
    }

    /** Whether it is worth going on. */
    private boolean iterate(Walk walk) {
        double[] g = walk.gradient();
        double lossBefore = walk.loss();
        double[] d = conjugate(g);
        double slope = Vectors.dot(g, d);
        double count = iterations.get().item();
        double guess = count == 0
                ? Math.min(1, 1 / Vectors.absolute(g))
                : decrease.get().item() / slope;
        double t = walk.search(guess, d, CURVATURE, changeTolerance);
        gradient.set(weights.tensor(g));
        direction.set(weights.tensor(d));
        decrease.set(Tensor.full(decrease.spec(), t * slope));
        iterations.set(Tensor.full(iterations.spec(), t > 0 ? count + 1 : 0));
        if (t == 0 && count > 0) {
            return true; // nothing is lower this way: once more, straight downhill
        }
        return t > 0
                && Vectors.largest(d) * t > changeTolerance
                && !(Math.abs(walk.loss() - lossBefore) < changeTolerance);
    }

    /** The next direction; straight downhill at first, and where another would not go down. */
    private double[] conjugate(double[] g) {
        double[] down = Vectors.times(g, -1);
        if (iterations.get().item() == 0) {
            return down;
        }
        double[] last = gradient.get().cast(DType.F64).toDoubles();
        double beta = Math.max(0, Vectors.dot(g, Vectors.plus(g, -1, last)) / Vectors.dot(last, last));
        double[] d = Vectors.plus(down, beta, direction.get().cast(DType.F64).toDoubles());
        return Vectors.dot(g, d) < 0 ? d : down;
    }
}
