package fovea.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A list of samples in a fixed order, all of one size. It never changes and may be read from many threads at once.
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

    /** The name of every class; a label is a position in this list. */
    List<String> classes();

    /** Rows of every image. */
    int height();

    /** Columns of every image. */
    int width();

    /** Channels of every image, 1 or 3. */
    int channels();

    /** The same samples, all made now (on all cores) and kept, so that none need be made twice. */
    default Source inMemory() {
        Sample[] samples =
                IntStream.range(0, size()).parallel().mapToObj(this::get).toArray(Sample[]::new);
        return new MemorySource(List.of(samples), classes());
    }

    /**
     * The first {@code count} samples.
     *
     * @throws IllegalArgumentException if there are fewer, or {@code count} is less than 1
     */
    default Source first(int count) {
        if (count < 1 || count > size()) {
            throw new IllegalArgumentException(
                    "source: %d of %d samples asked for\n  take between 1 and all".formatted(count, size()));
        }
        return new MemorySource(IntStream.range(0, count).mapToObj(this::get).toList(), classes());
    }
}
