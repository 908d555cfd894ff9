package fovea.plot;

import java.util.List;

/**
 * Named points, what each costs along the page and what it gives up the page; costs go by their powers of ten, since they differ by factors. As
 * the accuracy of networks is drawn over their operations.
 *
 * @param title above; may be empty
 * @param across what the costs are, with their unit
 * @param upright what is given, with its unit
 * @param shares whether values up the page are parts of one, to be labeled in percent
 * @param points at least one
 */
public record Scatter(String title, String across, String upright, boolean shares, List<Point> points) {
    private static final int MOST_POINTS = 200;

    /** Refuses what cannot be drawn. */
    public Scatter {
        points = List.copyOf(points);
        if (points.isEmpty() || points.size() > MOST_POINTS) {
            throw new PictureException(
                    "scatter '" + title + "': " + points.size() + " points", "give 1 to " + MOST_POINTS + " points");
        }
        for (Point point : points) {
            if (!LogAxis.holds(point.x) || !Axis.holds(point.y)) {
                throw new PictureException(
                        "scatter '" + title + "': " + point.name + " at " + point.x + ", " + point.y,
                        "a cost must be from 1e-9 to 1e15, a value finite");
            }
        }
    }

    /**
     * A point.
     *
     * @param x what it costs, above 0
     */
    public record Point(String name, double x, double y) {}

    /** Lays the points out. */
    public Picture picture() {
        return new Picture(new ScatterLayout(this).drawing());
    }
}
