package fovea.plot;

import java.util.Arrays;
import java.util.List;

/**
 * A number at every place of a plane, such as the loss over two directions of the weights: colors with a scale beside them, lines of equal
 * height, and trails that lead through it.
 *
 * @param title above; may be empty
 * @param across what the horizontal axis measures
 * @param upward what the vertical axis measures
 * @param x places across, ascending, at least two
 * @param y places upward, ascending, at least two
 * @param values {@code values[row][column]} at {@code (x[column], y[row])}, the lowest row first; not-a-number leaves a hole
 * @param trails at most {@value #MOST_TRAILS}
 */
@SuppressWarnings("ArrayRecordComponent") // plain arrays are what callers have; copied in, handed to nobody
public record Surface(
        String title, String across, String upward, double[] x, double[] y, double[][] values, List<Trail> trails) {
    private static final int MOST_TRAILS = 6;
    private static final int MOST_PLACES = 1000;

    /** Refuses values that do not fit the places. */
    public Surface {
        trails = List.copyOf(trails);
        check("across", x);
        check("upward", y);
        int columns = x.length;
        if (values.length != y.length || Arrays.stream(values).anyMatch(row -> row.length != columns)) {
            throw new PictureException(
                    "surface '" + title + "': " + x.length + " places across, " + y.length + " upward and "
                            + values.length + " rows of values",
                    "give a row for each place upward, with a value for each place across");
        }
        if (trails.size() > MOST_TRAILS) {
            throw new PictureException(
                    "surface '" + title + "': " + trails.size() + " trails", "give at most " + MOST_TRAILS);
        }
        x = x.clone();
        y = y.clone();
        values = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
    }

    private static void check(String axis, double[] places) {
        if (places.length < 2 || places.length > MOST_PLACES) {
            throw new PictureException(
                    "surface: " + places.length + " places " + axis, "give 2 to " + MOST_PLACES + " of them");
        }
        for (int i = 0; i < places.length; i++) {
            if (!Axis.holds(places[i]) || (i > 0 && !(places[i] > places[i - 1]))) {
                throw new PictureException(
                        "surface: place " + i + " " + axis + " is " + places[i], "give numbers that ascend");
            }
        }
    }

    /** A surface without trails. */
    public static Surface of(String title, String across, String upward, double[] x, double[] y, double[][] values) {
        return new Surface(title, across, upward, x, y, values, List.of());
    }

    /** The same with trails through it. */
    public Surface withTrails(Trail... through) {
        return new Surface(title, across, upward, x, y, values, List.of(through));
    }

    /** Lays the surface out. */
    public Picture picture() {
        return new Picture(new SurfaceLayout(this).drawing());
    }

    /** The least and the greatest value that is a number; 0 and 1 where there is none. */
    Axis heights() {
        return Axis.upright(Arrays.stream(values).flatMapToDouble(Arrays::stream), Double.POSITIVE_INFINITY);
    }

    /**
     * The value between places: a mean of the four around, weighted by nearness; not-a-number outside and beside holes.
     *
     * @param column from 0, whole numbers being places
     * @param row alike
     */
    double between(double column, double row) {
        int left = Math.clamp((int) column, 0, x.length - 2);
        int below = Math.clamp((int) row, 0, y.length - 2);
        double right = column - left;
        double up = row - below;
        double low = values[below][left] * (1 - right) + values[below][left + 1] * right;
        double high = values[below + 1][left] * (1 - right) + values[below + 1][left + 1] * right;
        return low * (1 - up) + high * up;
    }

    /**
     * Points joined in their order, the first one ringed; parts outside the surface are not drawn.
     *
     * @param name for the legend
     * @param x across
     * @param y upward, one for each x
     */
    @SuppressWarnings("ArrayRecordComponent") // plain arrays are what callers have; copied in, handed to nobody
    public record Trail(String name, double[] x, double[] y) {

        /** Refuses coordinates that are not as many. */
        public Trail {
            if (x.length != y.length) {
                throw new PictureException(
                        "surface: trail '" + name + "' has " + x.length + " places across and " + y.length + " upward",
                        "give both for each point");
            }
            x = x.clone();
            y = y.clone();
        }
    }
}
