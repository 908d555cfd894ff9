package fovea.results;

import fovea.data.DataSet;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What an experiment is given.
 *
 * @param sets opens a data set by its name, such as {@code mnist}
 * @param seed of everything random
 * @param progress is told in a line how far it is; a person watches
 */
public record Setting(Function<String, DataSet> sets, long seed, Consumer<String> progress) {

    /** A data set by its name. */
    public DataSet data(String name) {
        return sets.apply(name);
    }

    /** A fresh stream of random numbers; alike every time. */
    public SplittableRandom random() {
        return new SplittableRandom(seed);
    }

    /** Tells in a line how far it is. */
    public void tell(String line) {
        progress.accept(line);
    }
}
