package fovea.train.tune;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** When a trial is so far behind that it is not worth its remaining epochs. */
@FunctionalInterface
public interface Stopping {

    /**
     * Whether to stop.
     *
     * @param losses so far, one after each epoch
     * @param known trials that ended before this one began and were allowed as many epochs
     */
    boolean isHopeless(List<Double> losses, List<Trial> known);

    /** Every trial makes all its epochs. */
    static Stopping never() {
        return (_, _) -> false;
    }

    /**
     * The median rule: a trial is stopped where the least of its losses is above the median, over complete trials, of the mean of their losses
     * up to the same epoch (Golovin et al. 2017, "Google Vizier", KDD, section 3.2.2). It waits for 5 complete trials, as Optuna's.
     */
    static Stopping median() {
        int enough = 5;
        return (losses, known) -> {
            List<Trial> complete = known.stream()
                    .filter(trial -> trial.ending() == Trial.Ending.COMPLETE)
                    .toList();
            double least = losses.stream().mapToDouble(loss -> loss).min().orElse(Double.NEGATIVE_INFINITY);
            return complete.size() >= enough && least > medianOfMeans(complete, losses.size());
        };
    }

    private static double medianOfMeans(List<Trial> trials, int epochs) {
        double[] means = trials.stream()
                .map(trial -> trial.losses().stream().limit(epochs))
                .mapToDouble(Stopping::mean)
                .sorted()
                .toArray();
        return Arrays.stream(means, (means.length - 1) / 2, means.length / 2 + 1)
                .average()
                .orElseThrow();
    }

    private static double mean(Stream<Double> losses) {
        return losses.mapToDouble(loss -> loss).average().orElseThrow();
    }
}
