package fovea.classic;

import fovea.data.Source;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Points that have labels.
 *
 * @param labels of the points, from 0
 * @param classes how many labels there are
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; not copied
public record Labeled(Points points, int[] labels, int classes) {

    /** The pixels of all pictures of a source, as bytes. */
    public static Labeled of(Source source) {
        int[] labels = IntStream.range(0, source.size())
                .map(i -> source.get(i).label())
                .toArray();
        return new Labeled(Points.of(source), labels, source.classes().size());
    }

    /** Those at these places, in this order. */
    public Labeled at(int... places) {
        int[] chosen = Arrays.stream(places).map(place -> labels[place]).toArray();
        return new Labeled(points.at(places), chosen, classes);
    }

    /** The first {@code count}. */
    public Labeled first(int count) {
        return at(IntStream.range(0, count).toArray());
    }
}
