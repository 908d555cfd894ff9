package fovea.bench;

/**
 * A toolkit that takes part: the one class a peer has to write, beside its line in {@link Roster}.
 *
 * <p>Its {@code main} hands itself to {@link ContestantServer#serve}.
 */
public interface Contestant {

    /** Returns the toolkit and its version, such as {@code libtorch 2.13.0}. */
    String version();

    /** Builds the workload with exactly its initial weights and its batch. Called once. */
    Step prepare(Workload workload);

    /** A workload ready to run. */
    interface Step {
        /**
         * Does one step and returns what the workload reads back: the loss from before the update, or all logits. Returns only when all
         * work of the step is done.
         */
        float[] run();
    }

    /** A training step ready to run. */
    interface Training extends Step {
        /** Does one step and returns the loss from before the update. */
        float loss();

        @Override
        default float[] run() {
            return new float[] {loss()};
        }
    }
}
