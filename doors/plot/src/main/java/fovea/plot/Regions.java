package fovea.plot;

import java.util.Arrays;
import java.util.List;

/**
 * How a classifier divides a plane: panels side by side, each with the class of every place as a light ground and points of known classes on
 * it, a color a class.
 *
 * @param title above all; may be empty
 * @param panels 1 to {@value #MOST_PANELS}
 */
public record Regions(String title, List<Panel> panels) {
    private static final int MOST_PANELS = 6;
    private static final int MOST_CELLS = 2000;

    /** Refuses no panels and more than fit beside each other. */
    public Regions {
        panels = List.copyOf(panels);
        if (panels.isEmpty() || panels.size() > MOST_PANELS) {
            throw new PictureException(
                    "regions: " + panels.size() + " panels", "give 1 to " + MOST_PANELS + ", or draw several pictures");
        }
    }

    /** Panels from left to right. */
    public static Regions of(String title, Panel... panels) {
        return new Regions(title, List.of(panels));
    }

    /** Lays the panels out. */
    public Picture picture() {
        return new Picture(new RegionsLayout(this).drawing());
    }

    /**
     * A part of the plane.
     *
     * @param title such as {@code 20 hidden units: 98 %}; may be empty
     * @param frame what part
     * @param classes {@code classes[row][column]} of a grid of equal cells over the frame, the top row first, from 0 up
     * @param points class by class: those of class 0 first
     */
    @SuppressWarnings("ArrayRecordComponent") // plain arrays are what callers have; copied in, handed to nobody
    public record Panel(String title, Frame frame, int[][] classes, List<Points> points) {

        /** Refuses a grid that is no rectangle, and classes below zero. */
        public Panel {
            points = List.copyOf(points);
            int rows = classes.length;
            int columns = rows == 0 ? 0 : classes[0].length;
            if (rows < 1 || columns < 1 || rows > MOST_CELLS || columns > MOST_CELLS) {
                throw new PictureException(
                        "regions '" + title + "': a grid of " + rows + " x " + columns,
                        "give 1 to " + MOST_CELLS + " cells each way");
            }
            if (Arrays.stream(classes).anyMatch(row -> row.length != columns)
                    || Arrays.stream(classes).flatMapToInt(Arrays::stream).anyMatch(c -> c < 0)) {
                throw new PictureException(
                        "regions '" + title + "': rows of different lengths, or a class below 0",
                        "give a rectangle of classes from 0 up");
            }
            classes = Arrays.stream(classes).map(int[]::clone).toArray(int[][]::new);
        }
    }

    /** A rectangle of the plane, {@code left < right} and {@code bottom < top}. */
    public record Frame(double left, double right, double bottom, double top) {

        /** Refuses one without inside. */
        public Frame {
            if (!(left < right && bottom < top && Axis.holds(left) && Axis.holds(right))
                    || !(Axis.holds(bottom) && Axis.holds(top))) {
                throw new PictureException(
                        "regions: from " + left + " to " + right + " and from " + bottom + " to " + top,
                        "the left must be less than the right, the bottom less than the top");
            }
        }

        /** From {@code −reach} to {@code reach} both ways. */
        public static Frame square(double reach) {
            return new Frame(-reach, reach, -reach, reach);
        }
    }

    /**
     * Points of one class; those outside the frame are not drawn.
     *
     * @param x across
     * @param y upward, one for each x
     */
    @SuppressWarnings("ArrayRecordComponent") // plain arrays are what callers have; copied in, handed to nobody
    public record Points(double[] x, double[] y) {

        /** Refuses coordinates that are not as many. */
        public Points {
            if (x.length != y.length) {
                throw new PictureException(
                        "regions: " + x.length + " places across and " + y.length + " upward",
                        "give both for each point");
            }
            x = x.clone();
            y = y.clone();
        }
    }
}
