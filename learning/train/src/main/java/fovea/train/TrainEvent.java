package fovea.train;

/** What happens in a run, told to listeners in order, on the thread that trains. */
public sealed interface TrainEvent {

    /** Where the run is. */
    Position at();

    /**
     * A run begins, or goes on.
     *
     * @param epochs of the whole run
     * @param batches in each of them
     * @param steps in each of them
     * @param images in each of them
     */
    record Began(Position at, int epochs, int batches, int steps, long images) implements TrainEvent {}

    /**
     * A step was made.
     *
     * @param loss of its batches, nats
     */
    record StepDone(Position at, double loss, double learningRate) implements TrainEvent {}

    /**
     * An epoch ended and its weights were measured.
     *
     * @param at after it
     * @param trained before evaluation: its sums are the epoch's
     * @param held on held-out data
     * @param isBest whether no epoch before was as accurate on held-out data
     */
    record EpochDone(Position at, Position trained, Score held, double learningRate, boolean isBest)
            implements TrainEvent {}

    /** The last event of a run. */
    record Ended(Position at, Ending ending) implements TrainEvent {}

    /** Why a run ends. */
    enum Ending {
        /** All epochs are done. */
        COMPLETE,
        /** Too many epochs in a row were no better than the best; see {@link Training#patience}. */
        NO_BETTER,
        /** It was asked to. */
        STOPPED
    }
}
