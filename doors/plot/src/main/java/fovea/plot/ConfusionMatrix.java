package fovea.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/**
 * How often each class was taken for each other: one row for each true class, one column for each predicted one. Color
 * is a row's share, so that rare classes show as well as frequent ones.
 *
 * @param title before the accuracy; may be empty
 * @param classes names, 1 to {@value #MOST_CLASSES}
 * @param counts {@code counts[truth][predicted]}, one row and one column for each class
 */
@SuppressWarnings("ArrayRecordComponent") // plain arrays are what callers have; copied in, handed to nobody
public record ConfusionMatrix(String title, List<String> classes, long[][] counts) {

    /** A picture with more rows shows nothing. */
    public static final int MOST_CLASSES = 1000;

    /** Refuses counts that are negative or do not fit the classes. */
    public ConfusionMatrix {
        classes = List.copyOf(classes);
        int n = classes.size();
        if (n < 1 || n > MOST_CLASSES) {
            throw new PictureException(
                    "confusion matrix: " + n + " classes",
                    "give 1 to " + MOST_CLASSES + ", or group them; no screen shows more");
        }
        if (counts.length != n || Arrays.stream(counts).anyMatch(row -> row.length != n)) {
            int columns = counts.length == 0
                    ? 0
                    : Arrays.stream(counts).mapToInt(row -> row.length).max().getAsInt();
            throw new PictureException(
                    "confusion matrix: " + n + " classes and " + counts.length + " rows of up to " + columns
                            + " counts",
                    "give one row and one column for each class");
        }
        if (Arrays.stream(counts).flatMapToLong(Arrays::stream).anyMatch(count -> count < 0)) {
            throw new PictureException("confusion matrix: a count is below zero", "count samples, from 0 up");
        }
        counts = Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
    }

    /** The matrix of {@code counts[truth][predicted]}. */
    public static ConfusionMatrix of(String title, List<String> classes, long[][] counts) {
        return new ConfusionMatrix(title, classes, counts);
    }

    /** Lays the matrix out: names thinned and numbers left away where classes are too many for them. */
    public Picture picture() {
        return new Picture(new ConfusionMatrixLayout(this).drawing());
    }

    /** The part of all samples of a true class that was predicted as another (or the same); 0 for a class without any. */
    double share(int truth, int predicted) {
        long count = counts[truth][predicted];
        return count == 0 ? 0 : (double) count / Arrays.stream(counts[truth]).sum();
    }

    long total() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    long correct() {
        long correct = 0;
        for (int i = 0; i < counts.length; i++) {
            correct += counts[i][i];
        }
        return correct;
    }

    /** Such as {@code accuracy 97.3 %}; 100 % only where no sample was mistaken. */
    String accuracy() {
        if (total() == 0) {
            return "no samples";
        }
        int decimals = total() < 10_000 ? 1 : 2;
        BigDecimal percent = new BigDecimal(100.0 * correct() / total());
        BigDecimal rounded = percent.setScale(decimals, RoundingMode.HALF_EVEN);
        boolean flattered = correct() < total() && rounded.compareTo(BigDecimal.valueOf(100)) == 0;
        return "accuracy " + (flattered ? percent.setScale(decimals, RoundingMode.DOWN) : rounded) + " %";
    }
}
