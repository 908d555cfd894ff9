package fovea.data;

import java.util.List;

/** Some samples of a source, in an order of their own; nothing is copied. */
final class Subset implements Source {

    private final Source whole;
    private final int[] indices;

    /** @param indices belong to it from now on */
    Subset(Source whole, int[] indices) {
        this.whole = whole;
        this.indices = indices;
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public Sample get(int i) {
        return whole.get(indices[i]);
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

    @Override
    public int label(int i) {
        return whole.label(indices[i]);
    }
}
