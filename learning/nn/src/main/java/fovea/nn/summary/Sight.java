package fovea.nn.summary;

import fovea.tensor.Conv;
import fovea.tensor.MaxPool;
import fovea.tensor.Op;
import fovea.tensor.Pad;
import fovea.tensor.Shape;
import fovea.tensor.Slice;
import fovea.tensor.SumPool;
import fovea.tensor.Window;

/**
 * Receptive fields along both axes of a picture.
 *
 * @param rows along H
 * @param columns along W
 */
record Sight(Field rows, Field columns) {
    static final Sight PICTURE = new Sight(Field.PIXEL, Field.PIXEL);

    /** That of what an op makes of {@code x} which has this one. */
    Sight through(Op op, Shape x, Shape y) {
        return switch (op) {
            case Conv conv -> under(conv.window(), x);
            case MaxPool pool -> under(pool.window(), x);
            case SumPool pool -> under(pool.window(), x);
            case Pad pad
            when x.rank() == 4 ->
                new Sight(
                        rows.padded(pad.before().size(2)),
                        columns.padded(pad.before().size(3)));
            case Slice slice
            when x.rank() == 4 ->
                new Sight(
                        rows.every(slice.step().size(2), slice.start().size(2)),
                        columns.every(slice.step().size(3), slice.start().size(3)));
            default -> isInPlace(x, y) ? this : all(x);
        };
    }

    /** Whether each place of y is made of those at the same place; what is not known to be so is taken to see everything. */
    private static boolean isInPlace(Shape x, Shape y) {
        return x.rank() < 3 || (x.rank() == 4 && y.rank() == 4 && x.size(2) == y.size(2) && x.size(3) == y.size(3));
    }

    private Sight under(Window window, Shape x) {
        return window.rank() == 2 && x.rank() == 4
                ? new Sight(under(rows, window, 0), under(columns, window, 1))
                : all(x);
    }

    private static Field under(Field field, Window window, int axis) {
        return field.under(window.size(axis), window.stride(axis), window.before(axis), window.dilation(axis));
    }

    private Sight all(Shape x) {
        return x.rank() == 4 ? new Sight(rows.of(x.size(2)), columns.of(x.size(3))) : this;
    }

    Sight and(Sight other) {
        return new Sight(rows.and(other.rows), columns.and(other.columns));
    }
}
