package fovea.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Some steps that ran one after the other, and how they travel from a contestant's process to the driver.
 *
 * @param nanoseconds how long each step took
 * @param losses what each step returned
 */
record Block(List<Long> nanoseconds, List<Float> losses) {

    /** Runs {@code steps} steps. */
    static Block of(Contestant.Step step, int steps) {
        List<Long> nanoseconds = new ArrayList<>();
        List<Float> losses = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            long start = System.nanoTime();
            float loss = step.run();
            nanoseconds.add(System.nanoTime() - start);
            losses.add(loss);
        }
        return new Block(nanoseconds, losses);
    }

    /** Reads what {@link #line} wrote. */
    static Block parse(String line) {
        List<Long> nanoseconds = new ArrayList<>();
        List<Float> losses = new ArrayList<>();
        for (String step : line.isEmpty() ? new String[0] : line.split(" ", -1)) {
            int colon = step.indexOf(':');
            nanoseconds.add(Long.valueOf(step.substring(0, colon)));
            losses.add(Float.valueOf(step.substring(colon + 1)));
        }
        return new Block(nanoseconds, losses);
    }

    /** Writes the steps as {@code nanoseconds:loss}, separated by spaces. */
    String line() {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < losses.size(); i++) {
            line.append(i == 0 ? "" : " ")
                    .append(nanoseconds.get(i))
                    .append(':')
                    .append(losses.get(i));
        }
        return line.toString();
    }
}
