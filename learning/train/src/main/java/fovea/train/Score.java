package fovea.train;

import fovea.train.metric.Confusion;
import java.util.List;

/**
 * How well a model answers.
 *
 * @param loss mean, nats
 * @param mistakes the surest wrong answers, the surest first
 * @param seconds it took
 */
public record Score(double loss, Confusion confusion, List<Mistake> mistakes, double seconds) {

    /** Copies the list. */
    public Score {
        mistakes = List.copyOf(mistakes);
    }

    /**
     * A wrong answer.
     *
     * @param index of the sample in its source
     * @param truth its class
     * @param probabilities of every class
     */
    public record Mistake(int index, int truth, double[] probabilities) {

        /** How sure the model was of its answer, 0 to 1. */
        public double sureness() {
            double most = 0;
            for (double p : probabilities) {
                most = Math.max(most, p);
            }
            return most;
        }
    }

    /** The part of all images answered right, 0 to 1. */
    public double accuracy() {
        return confusion.accuracy();
    }

    /** Images measured on. */
    public long images() {
        return confusion.total();
    }
}
