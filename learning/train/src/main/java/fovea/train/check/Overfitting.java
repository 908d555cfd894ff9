package fovea.train.check;

import fovea.data.Batch;
import fovea.data.Epoch;
import fovea.data.Loader;
import fovea.nn.Layer;
import fovea.train.TrainingStep;
import java.util.Arrays;
import java.util.Locale;

/**
 * Whether twenty pictures can be learned by heart: loss to nearly nothing, every answer right. A network that cannot do that will not
 * learn thousands (CS231n 2017, lecture 6, "overfit a very small portion").
 *
 * @param pictures learned from
 * @param rate learning rate at which it went best
 * @param losses step by step, nats
 * @param correct of the pictures, at the end
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Overfitting(int pictures, double rate, double[] losses, int correct) implements Examination {
    private static final int PICTURES = 20;
    private static final int STEPS = 300;

    /** Nats at which there is nothing left to learn. */
    private static final double LEARNED = 0.02;

    /** Training with all pictures bears rates that twenty do not. */
    private static final double[] RATES = {1, 0.1, 0.01};

    static Overfitting of(Subject subject) {
        Overfitting best = attempt(subject, RATES[0] * subject.lr());
        for (int i = 1; i < RATES.length && !best.isSound(); i++) {
            Overfitting other = attempt(subject, RATES[i] * subject.lr());
            best = other.isBetterThan(best) ? other : best;
        }
        return best;
    }

    private static Overfitting attempt(Subject subject, double rate) {
        Layer model = subject.fresh().get();
        TrainingStep step = new TrainingStep(subject.training(model));
        Loader few = subject.few(PICTURES);
        double[] losses = new double[STEPS];
        int correct = 0;
        int done = 0;
        try (Epoch epoch = few.epoch(0)) {
            Batch batch = epoch.next();
            boolean goesOn = true;
            while (goesOn && done < STEPS) {
                TrainingStep.Outcome outcome = step.run(batch, rate);
                losses[done++] = outcome.loss();
                correct = outcome.correct();
                goesOn = Double.isFinite(outcome.loss()) && (outcome.loss() > LEARNED || correct < batch.size());
            }
        }
        return new Overfitting(few.source().size(), rate, Arrays.copyOf(losses, done), correct);
    }

    private double last() {
        return losses[losses.length - 1];
    }

    private boolean isBetterThan(Overfitting other) {
        return !Double.isFinite(other.last()) || last() < other.last();
    }

    @Override
    public boolean isSound() {
        return correct == pictures && last() <= LEARNED;
    }

    @Override
    public String verdict() {
        String seen = String.format(
                Locale.ROOT,
                "of %d pictures %d were learned by heart, loss %.3f to %.4f nats in %d steps at rate %.2g",
                pictures,
                correct,
                losses[0],
                last(),
                losses.length,
                rate);
        return isSound()
                ? seen + "."
                : seen
                        + ": it must be able to. Look at the gradients, at the labels, and whether the network is too"
                        + " small.";
    }
}
