package fovea.data;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How the network sees an image this time: which part of it at what size, where its frame lies on that, whether it looks into a mirror, how
 * what it shows is bent, in what light, and what is hidden. Augmentations change it; then the pixels are written once, straight into the
 * batch.
 *
 * <p>First the image is cut and scaled, then the frame moved, mirrored and bent; then colors change in the order in which they were asked
 * for; last comes what is hidden. One view serves a thread over and over, so that augmenting leaves no garbage.
 */
public final class View {

    private final SampleRandom lasting = new SampleRandom();
    private final Resampling resampling = new Resampling();
    private final Framing framing = new Framing();
    private final Tones tones = new Tones();
    private final int height;
    private final int width;
    private byte[] scaled = {};
    private int[] hidden = new int[4];
    private int hiddenCount;
    private long seed;
    private int epoch;
    private int index;
    private @Nullable Image image;
    private Resampling.Part part = new Resampling.Part(0, 0, 0, 0);
    private int scaledHeight;
    private int scaledWidth;
    private boolean fitted;

    /**
     * Views through a frame of one size.
     *
     * @param height rows of what the network sees
     * @param width columns of it
     */
    View(int height, int width) {
        this.height = height;
        this.width = width;
    }

    /** Rows of what the network sees. */
    public int height() {
        return height;
    }

    /** Columns of what the network sees. */
    public int width() {
        return width;
    }

    /** Rows of the image. */
    public int imageHeight() {
        return image().height();
    }

    /** Columns of the image. */
    public int imageWidth() {
        return image().width();
    }

    /** The epoch in which the image is seen, from 0. */
    public int epoch() {
        return epoch;
    }

    /** Which sample of its source it is. */
    public int index() {
        return index;
    }

    /** Chance that is the sample's own: it begins alike in every epoch of a run, and differs from sample to sample and from seed to seed. */
    public RandomGenerator lasting() {
        lasting.seed(seed);
        return lasting;
    }

    /**
     * Scales the image, antialiased as {@link Image#resize}; the frame is at its upper left corner until it is shifted. Of {@code scale} and
     * {@link #zoom} the last counts.
     */
    public void scale(int rows, int columns) {
        fit(new Resampling.Part(0, 0, imageHeight(), imageWidth()), rows, columns);
    }

    /**
     * Takes a part of the image for all of it and scales that to the size of the frame.
     *
     * @throws IllegalArgumentException if it reaches outside the image
     */
    public void zoom(int top, int left, int rows, int columns) {
        if (top < 0
                || left < 0
                || rows < 1
                || columns < 1
                || rows > imageHeight() - top
                || columns > imageWidth() - left) {
            throw new IllegalArgumentException(
                    "zoom: %d × %d pixels at row %d, column %d of an image of %d × %d\n  take a part that lies inside"
                            .formatted(rows, columns, top, left, imageHeight(), imageWidth()));
        }
        fit(new Resampling.Part(top, left, rows, columns), height, width);
    }

    private void fit(Resampling.Part newPart, int rows, int columns) {
        part = newPart;
        scaledHeight = rows;
        scaledWidth = columns;
        fitted = true;
    }

    /** Rows of the image as it is scaled. */
    public int scaledHeight() {
        return scaledHeight;
    }

    /** Columns of the image as it is scaled. */
    public int scaledWidth() {
        return scaledWidth;
    }

    /** Moves the frame by rows and columns of the image as it is scaled; what then lies outside is as {@link #pad} says. */
    public void shift(int rows, int columns) {
        framing.shift(rows, columns);
    }

    /** What lies outside the image: black unless this is called. */
    public void pad(Padding outside) {
        framing.pad(outside);
    }

    /** Turns the frame left for right. */
    public void mirror() {
        framing.mirror();
    }

    /**
     * Turns, stretches or slants what the frame shows: the pixel {@code (r, c)} from its middle is read at {@code M (r, c)}.
     *
     * @param rr rows by rows, 1 where nothing changes
     * @param rc rows by columns
     * @param cr columns by rows
     * @param cc columns by columns
     */
    public void turn(double rr, double rc, double cr, double cc) {
        framing.warp().turn(rr, rc, cr, cc);
    }

    /** Bends what the frame shows by a smooth random displacement, as {@link Augmentation#elastic} says; the last one counts. */
    public void bend(double alpha, double sigma, long fieldSeed) {
        framing.warp().bend(alpha, sigma, fieldSeed);
    }

    /** {@code x ← clamp(factor · x, 0, 1)}. */
    public void brightness(double factor) {
        tones.brightness(factor);
    }

    /** {@code x ← clamp(factor · x + (1 − factor) · m, 0, 1)} with the frame's mean {@code m} in gray. */
    public void contrast(double factor) {
        tones.contrast(factor);
    }

    /** {@code x ← clamp(factor · x + (1 − factor) · g, 0, 1)} with the pixel's own gray {@code g}; gray images stay. */
    public void saturation(double factor) {
        tones.saturation(factor);
    }

    /**
     * Turns all hues around the circle of HSV; gray images stay.
     *
     * @param turn in turns, −½ to ½
     */
    public void hue(double turn) {
        tones.hue(turn);
    }

    /** Adds to each channel, on a scale from 0 to 1; of a gray image the first counts. */
    public void light(double red, double green, double blue) {
        tones.light(red, green, blue);
    }

    /** Hides a rectangle of the frame, or as much of it as lies inside: it becomes 0 after normalization, the mean. */
    public void hide(int top, int left, int rows, int columns) {
        if (hidden.length == 4 * hiddenCount) {
            hidden = Arrays.copyOf(hidden, 2 * hidden.length);
        }
        int at = 4 * hiddenCount++;
        hidden[at] = Math.clamp(top, 0, height);
        hidden[at + 1] = Math.clamp(left, 0, width);
        hidden[at + 2] = Math.clamp((long) top + rows, hidden[at], height);
        hidden[at + 3] = Math.clamp((long) left + columns, hidden[at + 1], width);
    }

    /**
     * Turns to another image, as it is before any augmentation.
     *
     * @param sample its index
     * @param ofSample what {@link #lasting} begins with
     */
    void begin(Image newImage, int inEpoch, int sample, long ofSample) {
        image = newImage;
        if (part.height() != newImage.height() || part.width() != newImage.width()) {
            part = new Resampling.Part(0, 0, newImage.height(), newImage.width());
        }
        scaledHeight = newImage.height();
        scaledWidth = newImage.width();
        fitted = newImage.height() == height && newImage.width() == width;
        epoch = inEpoch;
        index = sample;
        seed = ofSample;
        hiddenCount = 0;
        framing.reset();
        tones.reset();
    }

    /** Whether the image is of the frame's size, or was scaled on purpose. */
    boolean isFitted() {
        return fitted;
    }

    int partHeight() {
        return part.height();
    }

    int partWidth() {
        return part.width();
    }

    private Image image() {
        if (image == null) {
            throw new IllegalStateException("this view looks at no image\n  begin with one");
        }
        return image;
    }

    /**
     * Writes what the frame shows, {@code [height, width, C]}, as numbers; once after each {@link #begin}.
     *
     * @param table {@link Normalization#table}
     * @param at where in {@code out} the first number goes
     */
    void write(float[] table, float[] out, int at) {
        int channels = image().channels();
        place(image());
        framing.write(tones.isActive() ? Tones.plain() : table, height, width, out, at);
        if (tones.isActive()) {
            tones.apply(out, at, at + height * width * channels, channels, table);
        }
        for (int i = 0; i < 4 * hiddenCount; i += 4) {
            for (int y = hidden[i]; y < hidden[i + 2]; y++) {
                int from = at + (y * width + hidden[i + 1]) * channels;
                Arrays.fill(out, from, from + (hidden[i + 3] - hidden[i + 1]) * channels, 0f);
            }
        }
    }

    /** Lays the frame on the image; if that must be scaled, only as much of it as the frame shows, or all if it is bent. */
    private void place(Image seen) {
        if (scaledHeight == part.height()
                && scaledWidth == part.width()
                && part.height() == seen.height()
                && part.width() == seen.width()) {
            framing.on(seen.pixels(), seen.height(), seen.width(), seen.channels());
            return;
        }
        Resampling.Part window = window();
        int length = window.height() * window.width() * seen.channels();
        if (scaled.length < length) {
            scaled = new byte[length];
        }
        resampling.triangle(seen, part, scaledHeight, scaledWidth, window, scaled);
        framing.on(scaled, window.height(), window.width(), seen.channels());
        framing.shift(-window.top(), -window.left());
    }

    private Resampling.Part window() {
        boolean inside = framing.top() >= 0
                && framing.left() >= 0
                && framing.top() + height <= scaledHeight
                && framing.left() + width <= scaledWidth;
        return inside && !framing.warp().isActive()
                ? new Resampling.Part(framing.top(), framing.left(), height, width)
                : new Resampling.Part(0, 0, scaledHeight, scaledWidth);
    }
}
