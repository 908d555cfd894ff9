package fovea.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Steps that ran one after the other for some time, and how they travel from a contestant's process to the driver.
 *
 * <p>A sample is as many steps as last a millisecond, one at least: the clock would disturb shorter ones. The first sample of a turn
 * is not in it: the caches then still hold the neighbor's data.
 *
 * @param nanoseconds of a step, one for each sample
 */
record Turn(List<Double> nanoseconds) {
    private static final long SAMPLE = 1_000_000;

    /** Runs for about {@code duration} nanoseconds, and for one sample at least. */
    static Turn of(Contestant.Step step, long duration) {
        sample(step);
        List<Double> nanoseconds = new ArrayList<>();
        long start = System.nanoTime();
        do {
            nanoseconds.add(sample(step));
        } while (System.nanoTime() - start < duration);
        return new Turn(nanoseconds);
    }

    private static double sample(Contestant.Step step) {
        long start = System.nanoTime();
        long elapsed;
        int steps = 0;
        do {
            step.run();
            steps++;
            elapsed = System.nanoTime() - start;
        } while (elapsed < SAMPLE);
        return (double) elapsed / steps;
    }

    /** Reads what {@link #line} wrote. */
    static Turn parse(String line) {
        return new Turn(Numbers.parse(line));
    }

    /** Writes the samples, separated by spaces. */
    String line() {
        return Numbers.line(nanoseconds);
    }
}
