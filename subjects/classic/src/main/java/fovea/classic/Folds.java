package fovea.classic;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The folds of cross-validation: {@code count} examples cut into {@code folds} runs of nearly equal length; in turn each is held out and
 * the others are learned from. The first folds are one longer where they cannot be equal, as NumPy's {@code array_split} cuts.
 *
 * @param count examples, at least one a fold
 * @param folds at least 2; 5 is usual
 */
public record Folds(int count, int folds) {

    /** Refuses folds without examples. */
    public Folds {
        if (folds < 2 || count < folds) {
            throw new IllegalArgumentException(
                    "folds: %d examples in %d folds\n  there must be at least 2 folds, and an example in each"
                            .formatted(count, folds));
        }
    }

    /** Every fold with what is left beside it, in order. */
    public List<Fold> all() {
        return IntStream.range(0, folds).mapToObj(this::fold).toList();
    }

    private Fold fold(int i) {
        int from = start(i);
        int to = start(i + 1);
        return new Fold(
                Stream.of(IntStream.range(0, from), IntStream.range(to, count))
                        .flatMapToInt(range -> range)
                        .toArray(),
                IntStream.range(from, to).toArray());
    }

    private int start(int i) {
        return i * (count / folds) + Math.min(i, count % folds);
    }

    /**
     * One way to divide the examples.
     *
     * @param train positions to learn from, ascending
     * @param held positions to measure on, ascending
     */
    public record Fold(int[] train, int[] held) {}
}
