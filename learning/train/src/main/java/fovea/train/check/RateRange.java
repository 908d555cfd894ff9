package fovea.train.check;

import fovea.data.Epoch;
import fovea.data.Loader;
import fovea.nn.Layer;
import fovea.train.TrainingStep;
import java.util.Arrays;
import java.util.Locale;

/**
 * How the loss goes while the learning rate rises from step to step, a little more each time: where it begins to fall, where it falls
 * fastest, and where it is lost (Smith 2015, section 3.3, <a href="https://arxiv.org/abs/1506.01186">arXiv:1506.01186</a>). Losses are
 * running means.
 *
 * @param rates ascending
 * @param losses one for each, nats; smoothed
 * @param lr the highest rate that training is to have
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record RateRange(double[] rates, double[] losses, double lr) implements Examination {
    private static final int STEPS = 200;
    private static final double LEAST = 1e-5;
    private static final double MOST = 10;
    private static final double SMOOTHING = 0.9;

    /** Times the least loss so far: what is above will not come back. */
    private static final double LOST = 2;

    /** A fall by this share of the loss counts as learning. */
    private static final double FALL = 0.01;

    /** A rise by this share above the least so far counts as harm. */
    private static final double RISE = 0.1;

    static RateRange of(Subject subject) {
        Layer model = subject.fresh().get();
        TrainingStep step = new TrainingStep(subject.training(model));
        double[] rates = new double[STEPS];
        double[] losses = new double[STEPS];
        Loader loader = subject.batches();
        double mean = 0;
        double least = Double.POSITIVE_INFINITY;
        int done = 0;
        for (int pass = 0; done < STEPS; pass++) {
            try (Epoch epoch = loader.epoch(pass)) {
                while (epoch.hasNext() && done < STEPS) {
                    rates[done] = LEAST * Math.pow(MOST / LEAST, done / (STEPS - 1.0));
                    mean = SMOOTHING * mean
                            + (1 - SMOOTHING)
                                    * step.run(epoch.next(), rates[done]).loss();
                    losses[done] = mean / (1 - Math.pow(SMOOTHING, done + 1));
                    least = Math.min(least, losses[done]);
                    done++;
                    if (!(losses[done - 1] <= LOST * least)) {
                        return new RateRange(Arrays.copyOf(rates, done), Arrays.copyOf(losses, done), subject.lr());
                    }
                }
            }
        }
        return new RateRange(rates, losses, subject.lr());
    }

    /** The rate from which on the loss fell; NaN where it never did. */
    public double first() {
        for (int i = 0; i < losses.length; i++) {
            if (losses[i] < (1 - FALL) * losses[0]) {
                return rates[i];
            }
        }
        return Double.NaN;
    }

    /**
     * The rate at which the running mean was least before it rose for the first time: higher ones do harm. What comes after a rise does not
     * count, for a network that was blown apart may well come back to guessing.
     */
    public double last() {
        int best = 0;
        for (int i = 1; i < losses.length && losses[i] <= (1 + RISE) * losses[best]; i++) {
            best = losses[i] < losses[best] ? i : best;
        }
        return rates[best];
    }

    @Override
    public boolean isSound() {
        return lr >= first() / 10 && lr <= 10 * last();
    }

    @Override
    public String verdict() {
        if (Double.isNaN(first())) {
            return "in %d steps with rates from %.0e to %.0e the loss never fell: it learns slowly at first, or not at all. Look at the gradients."
                    .formatted(losses.length, rates[0], rates[rates.length - 1]);
        }
        String seen = String.format(
                Locale.ROOT,
                "the loss begins to fall at a rate of %.2g and is least at %.2g; training goes up to %.2g",
                first(),
                last(),
                lr);
        return isSound() ? seen + "." : seen + (lr > last() ? ": lower it." : ": raise it.");
    }
}
