package fovea.data;

import java.util.List;

/**
 * A named set in two halves that share classes and sizes.
 *
 * @param name such as {@code mnist}
 * @param train what is learned from
 * @param test what is only ever measured on
 * @param normalization computed from the training half
 * @param skipped what could not be read and was left out
 */
public record DataSet(String name, Source train, Source test, Normalization normalization, List<Skipped> skipped) {

    /** A file that was left out, and why. */
    public record Skipped(String file, String reason) {}

    /** Copies the list. */
    public DataSet {
        skipped = List.copyOf(skipped);
    }

    /** A set read without loss; the normalization is computed now. */
    public static DataSet of(String name, Source train, Source test) {
        return new DataSet(name, train, test, Normalization.of(train), List.of());
    }

    /** The name of every class. */
    public List<String> classes() {
        return train.classes();
    }
}
