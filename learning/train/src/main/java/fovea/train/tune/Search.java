package fovea.train.tune;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Which configuration to try next. What is proposed depends on nothing but the trial's number and the earlier trials it is shown, so that a
 * study that was interrupted goes on as if it had not been.
 */
public sealed interface Search permits Grid, RandomTrials, CoarseToFine, Tpe, SuccessiveHalving {

    /**
     * What to try.
     *
     * @param epochs of a whole trial
     * @param number of the trial, from 0
     * @param known the first trials, at least {@link #needs} of them, at most {@code number}
     * @return empty where nothing is left to try
     */
    Optional<Proposal> propose(Space space, int epochs, int number, List<Trial> known);

    /** How many of the first trials must have ended before the one of this number can be proposed. */
    default int needs(int epochs, int number) {
        return 0;
    }

    /**
     * A trial to make.
     *
     * @param epochs to train for
     */
    record Proposal(Configuration configuration, int epochs) {}

    /** A stream of random numbers for the trial of this number, whatever was drawn for others. */
    static RandomGenerator random(long seed, int number) {
        SplittableRandom streams = new SplittableRandom(seed);
        for (int i = 0; i < number; i++) {
            streams.split();
        }
        return streams.split();
    }
}
