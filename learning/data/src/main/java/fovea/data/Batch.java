package fovea.data;

import java.util.Arrays;

/**
 * Samples ready for a network, in plain arrays: logically {@code [N, C, H, W]}, physically channels-last.
 *
 * <p>A batch is lent: it and its arrays are filled anew after the next call of {@link Epoch#next} or {@link Epoch#close}.
 * Whoever wants to keep something copies it before.
 */
public final class Batch {

    private final int channels;
    private final int classes;
    private final float[] pixels;
    private final int[] labels;
    private final int[] indices;
    private final Sample[] samples;
    private final float[] targets;
    private boolean mixed;
    private int size;
    private int number;
    private int height;
    private int width;

    /** @param mixable whether there is room for {@link #targets} */
    Batch(int capacity, Source source, boolean mixable) {
        height = source.height();
        width = source.width();
        channels = source.channels();
        classes = source.classes().size();
        pixels = new float[Math.multiplyExact(capacity, height * width * channels)];
        labels = new int[capacity];
        indices = new int[capacity];
        samples = new Sample[capacity];
        targets = new float[mixable ? Math.multiplyExact(capacity, classes) : 0];
    }

    /** Position of the batch in its epoch. */
    public int number() {
        return number;
    }

    /** {@code N}, the samples in it; fewer than the arrays have room for if this is the last. */
    public int size() {
        return size;
    }

    /** {@code C}. */
    public int channels() {
        return channels;
    }

    /** {@code H}. */
    public int height() {
        return height;
    }

    /** {@code W}. */
    public int width() {
        return width;
    }

    /**
     * Normalized samples: value (n, c, h, w) at {@code ((n · H + h) · W + w) · C + c}. Those from {@code N · H · W · C} on
     * mean nothing.
     */
    public float[] pixels() {
        return pixels;
    }

    /** Whether samples were mixed with each other, {@link Mixup}: then {@link #targets} are to be learned. */
    public boolean isMixed() {
        return mixed;
    }

    /** How many classes there are. */
    public int classes() {
        return classes;
    }

    /** The probability of each class for each sample, {@code [N, classes]}, if they are mixed; otherwise it means nothing. */
    public float[] targets() {
        return targets;
    }

    /** The class of each, of a mixed sample its own; those from {@code N} on mean nothing. */
    public int[] labels() {
        return labels;
    }

    /** Where the {@code n}-th came from in the source. */
    public int index(int n) {
        return indices[n];
    }

    /** The {@code n}-th before augmentation, with its name and all else that is known of it. */
    public Sample sample(int n) {
        return samples[n];
    }

    void begin(int newNumber, int newSize, View view) {
        number = newNumber;
        size = newSize;
        height = view.height();
        width = view.width();
        mixed = false;
    }

    void set(int n, int index, Sample sample, View view, float[] table) {
        Image image = sample.image();
        if (!view.isFitted() || image.channels() != channels) {
            throw new DataException(
                    "is [%d, %d, %d] where its source promised [%d, %d, %d]"
                            .formatted(image.height(), image.width(), image.channels(), height, width, channels),
                    "resize all images to one size, or crop them with an augmentation such as centerCrop");
        }
        Sample.checkLabel("", sample.label(), classes);
        view.write(table, pixels, n * height * width * channels);
        labels[n] = sample.label();
        indices[n] = index;
        samples[n] = sample;
    }

    void set(int n, int index, Sample sample, FeatureSource rows) {
        System.arraycopy(rows.numbers(), index * channels, pixels, n * channels, channels);
        labels[n] = sample.label();
        indices[n] = index;
        samples[n] = sample;
    }

    /** Mixes every sample with its partner, counted from the other end; both are worked out at once, where they lie. */
    void mix(double share) {
        int length = height * width * channels;
        float own = (float) share;
        float others = 1 - own;
        for (int n = 0, partner = size - 1; n < partner; n++, partner--) {
            for (int i = n * length, j = partner * length, end = i + length; i < end; i++, j++) {
                float a = pixels[i];
                float b = pixels[j];
                pixels[i] = own * a + others * b;
                pixels[j] = own * b + others * a;
            }
        }
        Arrays.fill(targets, 0, size * classes, 0f);
        for (int n = 0; n < size; n++) {
            targets[n * classes + labels[n]] += own;
            targets[n * classes + labels[size - 1 - n]] += others;
        }
        mixed = true;
    }
}
