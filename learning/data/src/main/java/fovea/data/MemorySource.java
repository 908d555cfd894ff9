package fovea.data;

import java.util.List;

/**
 * Samples held in memory.
 *
 * @param samples at least one, all of the first one's size, with labels below the number of classes
 * @param classes the name of every class
 */
public record MemorySource(List<Sample> samples, List<String> classes) implements Source {

    /** Checks every sample, so that nothing downstream has to. */
    public MemorySource {
        samples = List.copyOf(samples);
        classes = List.copyOf(classes);
        if (samples.isEmpty()) {
            throw new DataException("source: there are no samples", "give at least one");
        }
        Image first = samples.getFirst().image();
        for (Sample sample : samples) {
            Sample.checkLabel(sample.name() + ": ", sample.label(), classes.size());
            checkSize(sample, first);
        }
    }

    private static void checkSize(Sample sample, Image first) {
        Image image = sample.image();
        if (image.height() != first.height()
                || image.width() != first.width()
                || image.channels() != first.channels()) {
            throw new DataException(
                    "%s: is [%d, %d, %d] where the first image is [%d, %d, %d]"
                            .formatted(
                                    sample.name(),
                                    image.height(),
                                    image.width(),
                                    image.channels(),
                                    first.height(),
                                    first.width(),
                                    first.channels()),
                    "resize all images to one size");
        }
    }

    @Override
    public int size() {
        return samples.size();
    }

    @Override
    public Sample get(int i) {
        return samples.get(i);
    }

    @Override
    public int height() {
        return samples.getFirst().image().height();
    }

    @Override
    public int width() {
        return samples.getFirst().image().width();
    }

    @Override
    public int channels() {
        return samples.getFirst().image().channels();
    }
}
