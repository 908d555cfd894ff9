package fovea.train.tune;

/** What happens in a study, told to listeners in the order of the trials' numbers, on the thread that called it. */
public sealed interface TuneEvent {

    /** A trial begins. */
    record Began(int number, Configuration configuration, int epochs) implements TuneEvent {}

    /** A trial has ended and is written down. */
    record Ended(Trial trial) implements TuneEvent {}
}
