package fovea.train.optim;

import fovea.tensor.State;
import fovea.tensor.Tensor;

/**
 * PyTorch's {@code ReduceLROnPlateau}: a rate that is lowered when a metric has stopped improving. It must be told the metric, {@code
 * plateau.measured(…)} after each epoch; a {@code Trainer} does that with a listener:
 *
 * <pre>  event -> { if (event instanceof TrainEvent.EpochDone done) plateau.measured(done.held().loss()); }</pre>
 *
 * It carries its state in variables, so that a checkpoint of the optimizer and it together lets a run go on as if it had not stopped.
 *
 * @param rate now
 * @param best the best metric so far
 * @param waited measurements since then
 * @param rest measurements that do not count, left
 */
public record Plateau(State rate, State best, State waited, State rest, Options options) implements Schedule {

    /** Which of two metrics is better. */
    public enum Goal {
        /** The smaller. */
        MIN,
        /** The larger. */
        MAX
    }

    /**
     * When and how far it goes down.
     *
     * @param factor what the rate is multiplied by
     * @param patience measurements without an improvement that pass before
     * @param threshold how far a metric must improve to count
     * @param isRelative whether the threshold is a share of the best metric so far
     * @param cooldown measurements after a reduction that do not count
     * @param floor the lowest rate
     * @param epsilon the smallest reduction worth making
     */
    public record Options(
            Goal goal,
            double factor,
            int patience,
            double threshold,
            boolean isRelative,
            int cooldown,
            double floor,
            double epsilon) {

        /** PyTorch's: to a tenth after 10 without an improvement by 1e-4 of the best, no cooldown, no floor, 1e-8. */
        public static Options of(Goal goal) {
            return new Options(goal, 0.1, 10, 1e-4, true, 0, 0, 1e-8);
        }

        /** With another factor. */
        public Options withFactor(double factor) {
            return new Options(goal, factor, patience, threshold, isRelative, cooldown, floor, epsilon);
        }

        /** With another patience. */
        public Options withPatience(int patience) {
            return new Options(goal, factor, patience, threshold, isRelative, cooldown, floor, epsilon);
        }

        /** With another threshold, as a share of the best. */
        public Options withRelativeThreshold(double threshold) {
            return new Options(goal, factor, patience, threshold, true, cooldown, floor, epsilon);
        }

        /** With another threshold, in the metric's own unit. */
        public Options withAbsoluteThreshold(double threshold) {
            return new Options(goal, factor, patience, threshold, false, cooldown, floor, epsilon);
        }

        /** With another cooldown. */
        public Options withCooldown(int cooldown) {
            return new Options(goal, factor, patience, threshold, isRelative, cooldown, floor, epsilon);
        }

        /** With another floor. */
        public Options withFloor(double floor) {
            return new Options(goal, factor, patience, threshold, isRelative, cooldown, floor, epsilon);
        }

        /** With another smallest reduction. */
        public Options withEpsilon(double epsilon) {
            return new Options(goal, factor, patience, threshold, isRelative, cooldown, floor, epsilon);
        }

        private boolean isBetter(double metric, double best) {
            return switch (goal) {
                case MIN -> metric < (isRelative ? best * (1 - threshold) : best - threshold);
                case MAX -> metric > (isRelative ? best * (1 + threshold) : best + threshold);
            };
        }
    }

    /** Beginning with a rate. */
    public static Plateau of(double rate, Options options) {
        double worst = switch (options.goal()) {
            case MIN -> Double.POSITIVE_INFINITY;
            case MAX -> Double.NEGATIVE_INFINITY;
        };
        return new Plateau(Scalar.of(rate), Scalar.of(worst), Scalar.of(0), Scalar.of(0), options);
    }

    @Override
    public double at(long step, long steps) {
        return rate.get().item();
    }

    /** Takes the metric down and lowers the rate if it is time. */
    public void measured(double metric) {
        double bad = waited.get().item() + 1;
        double cooling = rest.get().item();
        if (options.isBetter(metric, best.get().item())) {
            set(best, metric);
            bad = 0;
        }
        if (cooling > 0) {
            cooling--;
            bad = 0;
        }
        if (bad > options.patience) {
            lower();
            cooling = options.cooldown;
            bad = 0;
        }
        set(waited, bad);
        set(rest, cooling);
    }

    private void lower() {
        double before = rate.get().item();
        double after = Math.max(before * options.factor, options.floor);
        if (before - after > options.epsilon) {
            set(rate, after);
        }
    }

    private static void set(State state, double value) {
        state.set(Tensor.full(state.spec(), value));
    }
}
