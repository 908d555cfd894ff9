package fovea.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A list of samples in a fixed order. It never changes and may be read from many threads at once.
 *
 * <p>A network sees all of them at one size, {@link #height} by {@link #width}: that of the images, unless they are larger or differ
 * ({@link #framed}, {@link EncodedSource}) and an augmentation chooses what is seen of each.
 */
public interface Source {

    /** How many samples. */
    int size();

    /**
     * The sample at a position, alike every time.
     *
     * @throws IndexOutOfBoundsException if {@code i} is negative or not below {@link #size}
     */
    Sample get(int i);

    /** The class of the sample at a position; cheaper than {@link #get} where samples are made when they are asked for. */
    default int label(int i) {
        return get(i).label();
    }

    /** The name of every class; a label is a position in this list. */
    List<String> classes();

    /** Rows of what is seen of every image. */
    int height();

    /** Columns of what is seen of every image. */
    int width();

    /** Channels of every image, 1 or 3. */
    int channels();

    /** The same samples, all made now (on all cores) and kept, so that none need be made twice. */
    default Source inMemory() {
        Sample[] samples =
                IntStream.range(0, size()).parallel().mapToObj(this::get).toArray(Sample[]::new);
        Source made = new MemorySource(List.of(samples), classes());
        boolean fits = made.height() == height() && made.width() == width();
        return fits ? made : made.framed(height(), width());
    }

    /**
     * The same images, of which a network sees a part of another size: 224 of 256 pixels, say. An augmentation must choose it.
     *
     * @param height rows of the frame
     * @param width columns of the frame
     */
    default Source framed(int height, int width) {
        return new Framed(this, height, width);
    }

    /**
     * The first {@code count} samples, not copied.
     *
     * @throws IllegalArgumentException if there are fewer, or {@code count} is less than 1
     */
    default Source first(int count) {
        return part(0, count);
    }

    /**
     * Samples {@code from} to {@code to}, not included and not copied: those that are held out to choose settings on, say.
     *
     * @throws IllegalArgumentException if there are none, or the source has not so many
     */
    default Source part(int from, int to) {
        if (from < 0 || to <= from || to > size()) {
            throw new IllegalArgumentException(
                    "source: samples %d to %d asked for, of %d\n  take at least one of those there are"
                            .formatted(from, to, size()));
        }
        return new Subset(this, IntStream.range(from, to).toArray());
    }
}
