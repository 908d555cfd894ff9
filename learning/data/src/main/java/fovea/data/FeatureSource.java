package fovea.data;

import java.util.Arrays;
import java.util.List;

/**
 * Samples that are rows of numbers and pictures no more, such as what a network has made of them. A {@link Loader} gives them as they are,
 * {@code [N, width, 1, 1]}; where a sample's image is asked for, one black pixel stands for it.
 */
public final class FeatureSource implements Source {
    private static final Image DOT = Image.of(1, 1, 1, new byte[1]);

    private final int width;
    private final float[] numbers;
    private final int[] labels;
    private final List<String> classes;

    /**
     * Rows in memory.
     *
     * @param width numbers of a row
     * @param numbers one row after the other; not copied
     * @param labels the class of each
     * @param classes the name of every class
     */
    public FeatureSource(int width, float[] numbers, int[] labels, List<String> classes) {
        if (width < 1 || labels.length < 1 || numbers.length != (long) labels.length * width) {
            throw new DataException(
                    "features: %d numbers for %d samples of %d".formatted(numbers.length, labels.length, width),
                    "give a row of numbers for each of at least one sample");
        }
        for (int i = 0; i < labels.length; i++) {
            Sample.checkLabel("row " + i + ": ", labels[i], classes.size());
        }
        this.width = width;
        this.numbers = numbers;
        this.labels = labels.clone();
        this.classes = List.copyOf(classes);
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Sample get(int i) {
        return new Sample("row " + i, DOT, labels[i]);
    }

    @Override
    public int label(int i) {
        return labels[i];
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int height() {
        return 1;
    }

    @Override
    public int width() {
        return 1;
    }

    /** Numbers of a row. */
    @Override
    public int channels() {
        return width;
    }

    /** All numbers, one row after the other; not a copy: read only. */
    public float[] numbers() {
        return numbers;
    }

    @Override
    public FeatureSource first(int count) {
        if (count < 1 || count > size()) {
            throw new IllegalArgumentException(
                    "features: %d of %d rows asked for\n  take between 1 and all".formatted(count, size()));
        }
        return new FeatureSource(width, Arrays.copyOf(numbers, count * width), Arrays.copyOf(labels, count), classes);
    }
}
