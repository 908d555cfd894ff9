package fovea.train.tune;

import java.util.Comparator;
import java.util.List;

/**
 * A configuration that was tried, and what it gave.
 *
 * @param number of the trial, from 0
 * @param epochs it was allowed; how many the losses are tells how many it made
 * @param losses after each epoch, on data that was not learned from; the smaller the better
 * @param ending how it ended
 * @param seconds it took
 * @param reason of a failure, else empty
 */
public record Trial(
        int number,
        Configuration configuration,
        int epochs,
        List<Double> losses,
        Ending ending,
        double seconds,
        String reason) {

    /** From the best to the worst; the earlier of two that are alike is first. */
    static final Comparator<Trial> BY_LOSS =
            Comparator.comparingDouble(Trial::loss).thenComparingInt(Trial::number);

    /** How a trial ended. */
    public enum Ending {
        /** All its epochs were made. */
        COMPLETE,
        /** It was hopeless and was stopped early. */
        STOPPED,
        /** Its loss was no longer a finite number. */
        FAILED
    }

    /** Copies the losses. */
    public Trial {
        losses = List.copyOf(losses);
    }

    /** The last loss; infinite where it failed. */
    public double loss() {
        return ending == Ending.FAILED ? Double.POSITIVE_INFINITY : losses.getLast();
    }

    /**
     * The best of those that were allowed most epochs and made them: what was measured after fewer is no match.
     *
     * @throws TuningException if none came to an end with a finite loss
     */
    public static Trial best(List<Trial> trials) {
        return trials.stream()
                .filter(trial -> trial.ending == Ending.COMPLETE)
                .min(Comparator.comparingInt(Trial::epochs).reversed().thenComparing(BY_LOSS))
                .orElseThrow(() -> new TuningException(
                        "none of %d trials gave a finite loss; %s"
                                .formatted(
                                        trials.size(),
                                        trials.isEmpty()
                                                ? "none was made"
                                                : trials.getFirst().failure()),
                        "search elsewhere: lower learning rates first"));
    }

    private String failure() {
        return "the first, " + configuration + ", ended with: " + reason;
    }
}
