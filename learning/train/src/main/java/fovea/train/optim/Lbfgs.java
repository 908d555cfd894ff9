package fovea.train.optim;

import fovea.autograd.Autograd.ValueAndGradients;
import fovea.tensor.DType;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Newton's method with what the last gradients tell of the curvature, for whole sets and smooth losses (Liu and Nocedal 1989, "On the limited
 * memory BFGS method for large scale optimization"; Nocedal and Wright 2006, "Numerical optimization", algorithms 7.4 and 7.5), as PyTorch's
 * {@code LBFGS}. It asks for the loss as often as it needs to, so it is no {@link Optimizer}.
 *
 * <p>It computes in double precision, on the host; the loss may well be a compiled function. It carries {@code 2 · history} vectors as long
 * as all weights together from the beginning on.
 *
 * @param learningRate of steps without a line search, and of its first trial; 1 at first, as PyTorch's
 * @param iterations so far
 * @param pace t of the last move
 * @param scale of the first guess at the inverse Hessian
 * @param direction d of the last move
 * @param gradient before the last move
 * @param pairs kept so far; the newest {@code history} of them are there
 * @param changes of the gradient, y
 * @param moves of the weights, s
 */
public record Lbfgs(
        State learningRate,
        State iterations,
        State pace,
        State scale,
        State direction,
        State gradient,
        State pairs,
        List<State> changes,
        List<State> moves,
        FlatWeights weights,
        Options options) {
    private static final double LEAST_CURVATURE = 1e-10;
    private static final double CURVATURE = 0.9;

    /**
     * When it stops, and what it remembers.
     *
     * @param iterations at most, of a step
     * @param evaluations of the loss after which a step begins no other iteration
     * @param gradientTolerance a step ends where no partial derivative is larger
     * @param changeTolerance a step ends where neither a weight nor the loss changes more
     * @param history pairs kept
     * @param strongWolfe whether it searches along each line, see {@link StrongWolfe}, instead of going as far as the learning rate says
     */
    public record Options(
            int iterations,
            int evaluations,
            double gradientTolerance,
            double changeTolerance,
            int history,
            boolean strongWolfe) {

        /** Refuses what has no meaning. */
        public Options {
            if (history < 1) {
                throw new IllegalArgumentException(
                        "a history of " + history + System.lineSeparator() + "  keep 1 pair or more");
            }
        }

        /** PyTorch's: 20 iterations, 25 evaluations, 1e-7, 1e-9, 100 pairs, no line search. */
        public static final Options DEFAULT = new Options(20, 25, 1e-7, 1e-9, 100, false);

        /** With so many iterations, and a quarter more evaluations, as PyTorch has it. */
        public Options withIterations(int iterations) {
            return new Options(
                    iterations, iterations * 5 / 4, gradientTolerance, changeTolerance, history, strongWolfe);
        }

        /** With so many evaluations. */
        public Options withEvaluations(int evaluations) {
            return new Options(iterations, evaluations, gradientTolerance, changeTolerance, history, strongWolfe);
        }

        /** With these tolerances. */
        public Options withTolerances(double gradient, double change) {
            return new Options(iterations, evaluations, gradient, change, history, strongWolfe);
        }

        /** With so many pairs. */
        public Options withHistory(int history) {
            return new Options(iterations, evaluations, gradientTolerance, changeTolerance, history, strongWolfe);
        }

        /** With a line search. */
        public Options withStrongWolfe() {
            return new Options(iterations, evaluations, gradientTolerance, changeTolerance, history, true);
        }
    }

    /** For the parameters of a model. */
    public static Lbfgs of(Object model, Options options) {
        FlatWeights weights = FlatWeights.of(model);
        return new Lbfgs(
                Scalar.rate(model, 1),
                Scalar.of(0),
                Scalar.of(0),
                Scalar.of(1),
                weights.room(),
                weights.room(),
                Scalar.of(0),
                rooms(weights, options),
                rooms(weights, options),
                weights,
                options);
    }

    private static List<State> rooms(FlatWeights weights, Options options) {
        return Stream.generate(weights::room).limit(options.history).toList();
    }

    /** From now on, how far a step without a line search goes. */
    public void setLearningRate(double rate) {
        set(learningRate, rate);
    }

    /**
     * Several iterations.
     *
     * @param closure evaluates the loss with the weights as they are, and its gradients
     * @return the loss before
     */
    public double step(Supplier<ValueAndGradients> closure) {
        return new Step(closure).run();
    }

    private static void set(State state, double value) {
        state.set(Tensor.full(state.spec(), value));
    }

    /** One step under way. */
    private final class Step {
        private final Walk walk;

        Step(Supplier<ValueAndGradients> closure) {
            this.walk = new Walk(weights, closure);
        }

        double run() {
            double before = walk.loss();
            for (int i = 1;
                    i <= options.iterations && Vectors.largest(walk.gradient()) > options.gradientTolerance;
                    i++) {
                if (!iterate(i == options.iterations)) {
                    break;
                }
            }
            return before;
        }

        /** Whether it is worth going on. */
        private boolean iterate(boolean isLast) {
            boolean isFirst = iterations.get().item() == 0;
            double[] g = walk.gradient();
            double[] d = isFirst ? Vectors.times(g, -1) : newton(g);
            double rate = learningRate.get().item();
            double t = isFirst ? Math.min(1, 1 / Vectors.absolute(g)) * rate : rate;
            double lossBefore = walk.loss();
            gradient.set(weights.tensor(g));
            direction.set(weights.tensor(d));
            set(iterations, iterations.get().item() + 1);
            set(pace, t);
            if (Vectors.dot(g, d) > -options.changeTolerance) {
                return false;
            }
            if (options.strongWolfe) {
                t = walk.search(t, d, CURVATURE, options.changeTolerance);
                set(pace, t);
            } else {
                walk.go(t, d);
                if (!isLast) {
                    walk.evaluate();
                }
            }
            return walk.evaluations() < options.evaluations
                    && Vectors.largest(d) * Math.abs(t) > options.changeTolerance
                    && !(Math.abs(walk.loss() - lossBefore) < options.changeTolerance);
        }

        /** The gradient times the guess at the inverse Hessian, downhill (algorithm 7.4). */
        private double[] newton(double[] g) {
            remember(g);
            int kept = (int) pairs.get().item();
            int oldest = Math.max(0, kept - options.history);
            double[] share = new double[options.history];
            double[] q = Vectors.times(g, -1);
            for (int i = kept - 1; i >= oldest; i--) {
                int slot = i % options.history;
                double[] y = read(changes.get(slot));
                double[] s = read(moves.get(slot));
                share[slot] = Vectors.dot(s, q) / Vectors.dot(y, s);
                q = Vectors.plus(q, -share[slot], y);
            }
            double[] r = Vectors.times(q, scale.get().item());
            for (int i = oldest; i < kept; i++) {
                int slot = i % options.history;
                double[] y = read(changes.get(slot));
                double[] s = read(moves.get(slot));
                r = Vectors.plus(r, share[slot] - Vectors.dot(y, r) / Vectors.dot(y, s), s);
            }
            return r;
        }

        /** Keeps what the last move tells, unless the loss curved the wrong way. */
        private void remember(double[] g) {
            double[] y = Vectors.plus(g, -1, read(gradient));
            double[] s = Vectors.times(read(direction), pace.get().item());
            double curvature = Vectors.dot(y, s);
            if (curvature > LEAST_CURVATURE) {
                int kept = (int) pairs.get().item();
                changes.get(kept % options.history).set(weights.tensor(y));
                moves.get(kept % options.history).set(weights.tensor(s));
                set(pairs, kept + 1);
                set(scale, curvature / Vectors.dot(y, y));
            }
        }
    }

    private static double[] read(State vector) {
        return vector.get().cast(DType.F64).toDoubles();
    }
}
