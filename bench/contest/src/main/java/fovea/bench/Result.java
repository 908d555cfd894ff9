package fovea.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What was measured of one contestant.
 *
 * @param name what it is called
 * @param version toolkit and version
 * @param note its settings in words
 * @param milliseconds per step
 * @param rounds median milliseconds per step in each round of the contest
 * @param peakBytes peak resident set of its process
 * @param firstStepSeconds from the start of its JVM to the end of its first step
 * @param losses of its first {@link Agreement#STEPS} steps, or the first logit
 */
record Result(
        String name,
        String version,
        String note,
        Quantiles milliseconds,
        List<Double> rounds,
        long peakBytes,
        double firstStepSeconds,
        List<Float> losses) {

    /** How many times the time of {@code other} this one takes. */
    double ratioTo(Result other) {
        return milliseconds.median() / other.milliseconds.median();
    }

    /** The same ratio in each round by itself: how firm {@link #ratioTo} is. */
    Quantiles roundRatiosTo(Result other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < rounds.size(); i++) {
            ratios.add(rounds.get(i) / other.rounds.get(i));
        }
        return Quantiles.of(ratios);
    }

    double peakMegabytes() {
        return peakBytes / 1e6;
    }
}
