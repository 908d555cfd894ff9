package fovea.plot;

/**
 * What a drawing is made of. Positions and sizes are in points from the top left corner, colors are {@code 0xRRGGBB}.
 * A new kind of mark does not compile until {@link Raster} and {@link Svg} can read it.
 */
sealed interface Mark {

    /** A filled rectangle. */
    record Box(double x, double y, double width, double height, int rgb) implements Mark {}

    /** A line through points; {@code dashes} is 0 for a whole line, else the length of dash and gap. */
    @SuppressWarnings("ArrayRecordComponent") // drawn once, compared by nobody
    record Stroke(double[] xs, double[] ys, double width, int rgb, double dashes) implements Mark {

        static Stroke straight(double x1, double y1, double x2, double y2, double width, int rgb) {
            return new Stroke(new double[] {x1, x2}, new double[] {y1, y2}, width, rgb, 0);
        }
    }

    /** A filled disk. */
    record Dot(double x, double y, double radius, int rgb) implements Mark {}

    /** One line of text on the base line {@code y}, turned by {@code degrees} clockwise around its anchor. */
    record Text(double x, double y, String text, Lettering lettering, int rgb, Anchor anchor, double degrees)
            implements Mark {

        Text(double x, double y, String text, Lettering lettering, int rgb, Anchor anchor) {
            this(x, y, text, lettering, rgb, anchor, 0);
        }
    }

    /** An image stretched over a rectangle, every pixel a sharp box. */
    record Image(double x, double y, double width, double height, Pixels pixels) implements Mark {}

    /** Which point of a text lies at its position. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }
}
