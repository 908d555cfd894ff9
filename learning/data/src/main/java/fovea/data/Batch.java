package fovea.data;

/**
 * Samples ready for a network, in plain arrays: logically {@code [N, C, H, W]}, physically channels-last.
 *
 * <p>A batch is lent: it and its arrays are filled anew after the next call of {@link Epoch#next} or {@link Epoch#close}.
 * Whoever wants to keep something copies it before.
 */
public final class Batch {

    private final int height;
    private final int width;
    private final int channels;
    private final int classes;
    private final float[] pixels;
    private final int[] labels;
    private final int[] indices;
    private final Sample[] samples;
    private int size;
    private int number;

    Batch(int capacity, Source source) {
        height = source.height();
        width = source.width();
        channels = source.channels();
        classes = source.classes().size();
        pixels = new float[Math.multiplyExact(capacity, height * width * channels)];
        labels = new int[capacity];
        indices = new int[capacity];
        samples = new Sample[capacity];
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

    /** The class of each; those from {@code N} on mean nothing. */
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

    void begin(int newNumber, int newSize) {
        number = newNumber;
        size = newSize;
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
}
