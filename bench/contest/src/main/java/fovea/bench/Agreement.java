package fovea.bench;

import java.util.List;

/**
 * Whether two contestants compute the same thing: a contest between different sums would mean nothing.
 *
 * <p>The first loss depends on the forward pass alone and must agree to 1e-4. The losses after it depend on gradients, running
 * sums and the optimizer; two correct f32 implementations drift apart as rounding grows from step to step, so they must agree
 * to a hundredth.
 */
final class Agreement {
    /** How many steps are compared. */
    static final int STEPS = 5;

    private static final double FIRST = 1e-4;
    private static final double LATER = 1e-2;

    private Agreement() {}

    /** Throws unless {@code losses} of {@code name} agree with {@code expected} of {@code reference}. */
    static void check(String reference, List<Float> expected, String name, List<Float> losses) {
        for (int step = 0; step < STEPS; step++) {
            double difference = Math.abs(losses.get(step) - expected.get(step));
            double allowed = step == 0 ? FIRST : LATER * Math.abs(expected.get(step));
            if (!(difference <= allowed)) {
                throw new ContestException(
                        "%s does not compute what %s does: loss %s instead of %s at step %d"
                                .formatted(name, reference, losses.get(step), expected.get(step), step + 1),
                        step == 0
                                ? "compare initial weights, batch and forward pass with the workload's description"
                                : "compare gradients and optimizer with the workload's description");
            }
        }
    }
}
