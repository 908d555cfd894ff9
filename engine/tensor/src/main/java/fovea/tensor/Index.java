package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * What stands between NumPy's square brackets for one axis, or several: {@code x[2, 1:-1, ..., None, mask]} is
 * {@code x.get(at(2), range(1, -1), ELLIPSIS, NEW_AXIS, of(mask))}, or for short {@code x.get("2, 1:-1, ..., None, {}", mask)}.
 *
 * <p>Negative places count from the end. Ranges stop at the ends of their axis, as Python's do; a single place outside is refused.
 *
 * <p>Arrays of places are broadcast to each other, and what they name takes the place of the axes they index; if other axes stand between
 * them, it comes first. A mask stands for the places where it is true, and for as many axes as it has. A single number takes its axis
 * away before the arrays are looked at, as PyTorch's; NumPy counts it among them, which shows only in the order of axes.
 *
 * @see <a href="https://numpy.org/doc/stable/user/basics.indexing.html">Indexing on ndarrays</a>
 */
public sealed interface Index {

    /** All along an axis, {@code :}. */
    Index ALL = new Range(null, null, 1);

    /** All along an axis, from its end, {@code ::-1}. */
    Index REVERSED = new Range(null, null, -1);

    /** All axes that no other index stands for, {@code ...}; at the end where it is not written. */
    Index ELLIPSIS = new Ellipsis();

    /** An axis of size 1 more, {@code None}. */
    Index NEW_AXIS = new NewAxis();

    /** One place; the axis disappears. */
    record At(int place) implements Index {}

    /** From {@code from} to {@code to}, not included, in steps; null for an end of the axis. */
    record Range(@Nullable Integer from, @Nullable Integer to, int step) implements Index {
        public Range {
            if (step == 0) {
                throw new ShapeException("range", "the step is 0", "1 or more goes forwards, -1 or less backwards");
            }
        }
    }

    /** All axes that no other index stands for. */
    record Ellipsis() implements Index {}

    /** An axis of size 1 more. */
    record NewAxis() implements Index {}

    /** Places of {@code i32} or {@code i64} along one axis, or a mask of {@code bool} over as many axes as it has. */
    record Places(Tensor index) implements Index {}

    static Index at(int place) {
        return new At(place);
    }

    /** {@code from:}. */
    static Index from(int from) {
        return new Range(from, null, 1);
    }

    /** {@code :to}. */
    static Index to(int to) {
        return new Range(null, to, 1);
    }

    /** {@code from:to}. */
    static Index range(int from, int to) {
        return new Range(from, to, 1);
    }

    /** {@code from:to:step}. */
    static Index range(int from, int to, int step) {
        return new Range(from, to, step);
    }

    /** {@code ::step}. */
    static Index every(int step) {
        return new Range(null, null, step);
    }

    /** Places along an axis, one behind the other. */
    static Index places(int... places) {
        return new Places(Tensor.of(Shape.of(places.length), places));
    }

    /** Places of {@code i32} or {@code i64}, or a mask of {@code bool}. */
    static Index of(Tensor index) {
        return new Places(index);
    }

    /**
     * What would stand between the brackets in Python: numbers, ranges, {@code ...}, {@code None}, lists such as {@code [0, 2]}, and
     * {@code {}} for each of {@code arrays} in turn.
     */
    static Index[] parse(String text, Tensor... arrays) {
        return new IndexText(text, arrays).indices();
    }
}
