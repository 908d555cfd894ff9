package fovea.data;

import java.util.List;

/** A source seen through a frame of another size than its images have. */
record Framed(Source whole, int height, int width) implements Source {

    Framed {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "source: a frame of %d × %d pixels%n  each side must be at least 1".formatted(height, width));
        }
    }

    @Override
    public int size() {
        return whole.size();
    }

    @Override
    public Sample get(int i) {
        return whole.get(i);
    }

    @Override
    public List<String> classes() {
        return whole.classes();
    }

    @Override
    public int channels() {
        return whole.channels();
    }

    @Override
    public Source inMemory() {
        return new Framed(whole.inMemory(), height, width);
    }

    @Override
    public int label(int i) {
        return whole.label(i);
    }
}
