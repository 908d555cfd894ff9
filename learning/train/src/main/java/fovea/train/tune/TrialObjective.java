package fovea.train.tune;

/** What a study makes small: trains with a configuration and measures on data that is not learned from. */
@FunctionalInterface
public interface TrialObjective {

    /**
     * Tries a configuration.
     *
     * @param epochs to train for
     * @param progress to be told the loss after each of them
     * @throws fovea.train.DivergedException if the loss is no longer a number; the trial has then failed, the study goes on
     */
    void run(Configuration configuration, int epochs, Progress progress);

    /** Who listens to a trial. */
    @FunctionalInterface
    interface Progress {

        /**
         * Takes the loss after an epoch.
         *
         * @return false where the trial is hopeless, or lost, and must return
         */
        boolean goesOn(double loss);
    }
}
