package fovea.results;

import fovea.data.Sample;
import fovea.data.Source;
import java.util.List;
import java.util.Objects;

/**
 * A run of a source's samples, such as those that are held out to choose settings on.
 *
 * @param from first of them
 * @param size how many, at least 1
 */
record Portion(Source whole, int from, int size) implements Source {

    /** Refuses what the source does not have. */
    Portion {
        if (from < 0 || size < 1 || from > whole.size() - size) {
            throw new IllegalArgumentException(
                    "portion: %d samples from %d on, of %d\n  ask for some of those there are"
                            .formatted(size, from, whole.size()));
        }
    }

    @Override
    public Sample get(int i) {
        return whole.get(from + Objects.checkIndex(i, size));
    }

    @Override
    public List<String> classes() {
        return whole.classes();
    }

    @Override
    public int height() {
        return whole.height();
    }

    @Override
    public int width() {
        return whole.width();
    }

    @Override
    public int channels() {
        return whole.channels();
    }
}
