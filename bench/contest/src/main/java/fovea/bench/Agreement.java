package fovea.bench;

import java.util.List;

/**
 * Whether two contestants compute the same thing: a contest between different sums would mean nothing.
 *
 * <p>The first loss depends on the forward pass alone and must agree closely. The losses after it depend on gradients, running
 * sums and the optimizer; two correct implementations drift apart as rounding grows from step to step, so they must agree only to a
 * hundredth. Logits are compared with the largest among them.
 *
 * @param first how far the first step's numbers may differ, as a share of the largest of them, or of 1 if that is less
 * @param later how far those of later steps may differ, as a share of the largest of them
 */
record Agreement(double first, double later) {
    /** How many steps are compared. */
    static final int STEPS = 5;

    /** bf16 keeps 8 bits. */
    private static final double COARSE = 2e-2;

    static Agreement ofLosses(Precision precision) {
        return switch (precision) {
            case F32 -> new Agreement(1e-4, 1e-2);
            case BF16 -> new Agreement(COARSE, 3 * COARSE);
            case INT8 -> throw new IllegalArgumentException("nobody learns in 8 bits");
        };
    }

    static Agreement ofLogits(Precision precision) {
        return switch (precision) {
            case F32 -> new Agreement(1e-3, 1e-3);
            case BF16 -> new Agreement(3 * COARSE, 3 * COARSE);
            case INT8 -> new Agreement(8 * COARSE, 8 * COARSE);
        };
    }

    /** Throws unless {@code values} of {@code name} agree with {@code expected} of {@code reference}. */
    void check(String reference, List<float[]> expected, String name, List<float[]> values) {
        for (int step = 0; step < STEPS; step++) {
            float[] right = expected.get(step);
            float[] mine = values.get(step);
            double allowed = step == 0 ? first * Math.max(1, largest(right)) : later * largest(right);
            for (int i = 0; i < Math.max(right.length, mine.length); i++) {
                if (right.length != mine.length || !(Math.abs(mine[i] - right[i]) <= allowed)) {
                    throw refusal(reference, right, name, mine, i, step);
                }
            }
        }
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static ContestException refusal(
            String reference, float[] right, String name, float[] mine, int i, int step) {
        String found = right.length != mine.length
                ? mine.length + " numbers instead of " + right.length
                : (right.length == 1 ? "loss " : "number " + i + " ") + mine[i] + " instead of " + right[i];
        return new ContestException(
                "%s does not compute what %s does: %s at step %d".formatted(name, reference, found, step + 1),
                step == 0
                        ? "compare initial weights, batch and forward pass with the workload's description"
                        : "compare gradients and optimizer with the workload's description");
    }
}
