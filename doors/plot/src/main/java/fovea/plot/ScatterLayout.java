package fovea.plot;

import fovea.plot.Mark.Anchor;
import fovea.plot.Scatter.Point;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Where everything of a {@link Scatter} goes. All lengths are in points. */
final class ScatterLayout {
    private static final double EDGE = 24, TITLE_ROOM = 34, NAME_ROOM = 22, LABEL_ROOM = 44;
    private static final double WIDTH = 620, HEIGHT = 360;
    private static final double DOT = 4, GAP = 7;

    /** By so much names may leave the plot above and below, short of what else is written there. */
    private static final double SPILL = 6;

    private static final Lettering TITLE = Lettering.bold(16);
    private static final Lettering NAME = Lettering.bold(12);
    private static final Lettering LABEL = Lettering.plain(10.5);

    private final Scatter scatter;
    private final double left = EDGE + LABEL_ROOM;
    private final double top;
    private final LogAxis x;
    private final Axis y;
    private final List<Mark> marks = new ArrayList<>();

    /** What names must not cover: dots, and other names. */
    private final List<Rectangle2D> taken = new ArrayList<>();

    ScatterLayout(Scatter scatter) {
        this.scatter = scatter;
        this.top = EDGE + (scatter.title().isBlank() ? 0 : TITLE_ROOM) + NAME_ROOM;
        this.x = LogAxis.along(scatter.points().stream().mapToDouble(Point::x));
        this.y = Axis.upright(
                scatter.points().stream().mapToDouble(Point::y), scatter.shares() ? 1 : Double.POSITIVE_INFINITY);
    }

    Drawing drawing() {
        String title = TITLE.shorten(scatter.title(), LABEL_ROOM + WIDTH);
        marks.add(new Mark.Text(EDGE, EDGE + 13, title, TITLE, Palette.INK, Anchor.START));
        String upright = NAME.shorten(scatter.upright(), LABEL_ROOM + WIDTH);
        marks.add(new Mark.Text(EDGE, top - 10, upright, NAME, Palette.INK, Anchor.START));
        axes();
        for (Point point : scatter.points()) {
            double cx = across(point), cy = up(point.y());
            marks.add(new Mark.Dot(cx, cy, DOT, Palette.line(0)));
            taken.add(new Rectangle2D.Double(cx - DOT, cy - DOT, 2 * DOT, 2 * DOT));
        }
        scatter.points().forEach(this::name);
        return new Drawing(left + WIDTH + EDGE, top + HEIGHT + 44 + EDGE - 8, marks);
    }

    private double across(Point point) {
        return left + x.place(point.x()) * WIDTH;
    }

    private double up(double value) {
        return top + (1 - y.place(value)) * HEIGHT;
    }

    private void axes() {
        double bottom = top + HEIGHT;
        for (double tick : y.ticks()) {
            double at = up(tick);
            marks.add(Mark.Stroke.straight(left, at, left + WIDTH, at, 1, Palette.GRID));
            String label = LABEL.shorten(scatter.shares() ? y.percent(tick) : y.label(tick), LABEL_ROOM + 8);
            marks.add(new Mark.Text(left - 7, at + 3.8, label, LABEL, Palette.QUIET, Anchor.END));
        }
        marks.add(Mark.Stroke.straight(left, bottom, left + WIDTH, bottom, 1, Palette.AXIS));
        for (double tick : x.ticks()) {
            double at = left + x.place(tick) * WIDTH;
            marks.add(Mark.Stroke.straight(at, bottom, at, bottom + 4, 1, Palette.AXIS));
            marks.add(new Mark.Text(at, bottom + 17, LogAxis.label(tick), LABEL, Palette.QUIET, Anchor.MIDDLE));
        }
        String name = LABEL.shorten(scatter.across(), WIDTH);
        marks.add(new Mark.Text(left + WIDTH / 2, bottom + 35, name, LABEL, Palette.QUIET, Anchor.MIDDLE));
    }

    /** Right of its dot where there is room, or else left, above, below, and so on; where nothing is free, what covers least. */
    private void name(Point point) {
        String text = LABEL.shorten(point.name(), WIDTH / 2);
        double width = LABEL.width(text), size = LABEL.size();
        double cx = across(point), cy = up(point.y());
        double right = cx + GAP, leftward = cx - GAP - width, middle = cx - width / 2;
        double beside = cy - size / 2, above = cy - GAP - size, below = cy + GAP;
        double[][] corners = {
            {right, beside},
            {leftward, beside},
            {middle, above},
            {middle, below},
            {right, above},
            {right, below},
            {leftward, above},
            {leftward, below},
            {right, above - size},
            {right, below + size}
        };
        List<Rectangle2D> places = new ArrayList<>();
        for (double[] corner : corners) {
            places.add(new Rectangle2D.Double(corner[0], corner[1], width, size));
        }
        Rectangle2D best = Collections.min(places, Comparator.comparingDouble(this::covered)); // the first of equals
        taken.add(best);
        marks.add(new Mark.Text(best.getX(), best.getY() + 0.8 * size, text, LABEL, Palette.INK, Anchor.START));
    }

    /** How much is covered, in square points; what leaves the plot counts as covered, and weighs more. */
    private double covered(Rectangle2D place) {
        Rectangle2D plot = new Rectangle2D.Double(left, top - SPILL, WIDTH, HEIGHT + 2 * SPILL);
        double outside = area(place) - area(place.createIntersection(plot));
        return 10 * outside
                + taken.stream()
                        .mapToDouble(other -> area(place.createIntersection(other)))
                        .sum();
    }

    private static double area(Rectangle2D place) {
        return place.isEmpty() ? 0 : place.getWidth() * place.getHeight();
    }
}
