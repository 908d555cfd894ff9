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
     * @param images in each of them
     */
    record Began(Position at, int epochs, int batches, long images) implements TrainEvent {}

    /**
     * A step was made.
     *
     * @param loss of its batch, nats
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

    /**
     * The last event of a run.
     *
     * @param isComplete whether all epochs are done; otherwise it was asked to stop
     */
    record Ended(Position at, boolean isComplete) implements TrainEvent {}
}
