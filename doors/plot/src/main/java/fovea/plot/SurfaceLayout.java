package fovea.plot;

import fovea.plot.Mark.Anchor;
import fovea.plot.Surface.Trail;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** Where everything of a {@link Surface} goes. All lengths are in points. */
final class SurfaceLayout {
    private static final double EDGE = 24;
    private static final int PLOT_WIDTH = 380, PLOT_HEIGHT = 320;
    private static final double LABEL_ROOM = 62, KEY_GAP = 18, KEY_WIDTH = 14, KEY_ROOM = 56;
    private static final double LEGEND_ROW = 17;
    private static final int MOST_LEVELS = 40;

    private static final Lettering TITLE = Lettering.bold(16);
    private static final Lettering LEGEND = Lettering.plain(11);
    private static final Lettering LABEL = Lettering.plain(10.5);

    private final Surface surface;
    private final Axis across, upward, heights;
    private final double left = EDGE + LABEL_ROOM, top;
    private final List<Mark> marks = new ArrayList<>();

    SurfaceLayout(Surface surface) {
        this.surface = surface;
        this.across = exact(surface.x());
        this.upward = exact(surface.y());
        this.heights = surface.heights();
        double title = surface.title().isBlank() ? 0 : 30;
        this.top = EDGE
                + title
                + LEGEND_ROW * surface.trails().size()
                + (surface.trails().isEmpty() ? 0 : 8);
    }

    /** From the first place to the last, without a margin. */
    private static Axis exact(double... places) {
        double step = Axis.along(DoubleStream.of(places), 0).step();
        return new Axis(places[0], places[places.length - 1], step);
    }

    Drawing drawing() {
        double width = left + PLOT_WIDTH + KEY_GAP + KEY_WIDTH + KEY_ROOM + EDGE;
        String title = TITLE.shorten(surface.title(), width - 2 * EDGE);
        marks.add(new Mark.Text(EDGE, EDGE + 13, title, TITLE, Palette.INK, Anchor.START));
        marks.add(new Mark.Image(left, top, PLOT_WIDTH, PLOT_HEIGHT, colors()));
        for (double level : levels()) {
            contour(level);
        }
        for (int i = 0; i < surface.trails().size(); i++) {
            trail(surface.trails().get(i), i);
        }
        axes();
        key();
        return new Drawing(width, top + PLOT_HEIGHT + 44 + EDGE - 8, marks);
    }

    /** A pixel of color for each point of the plot; holes are white. */
    private Pixels colors() {
        byte[] rgb = new byte[PLOT_WIDTH * PLOT_HEIGHT * 3];
        double[] columns = places(surface.x(), PLOT_WIDTH, across, false);
        double[] rows = places(surface.y(), PLOT_HEIGHT, upward, true);
        for (int row = 0, at = 0; row < PLOT_HEIGHT; row++) {
            for (int column = 0; column < PLOT_WIDTH; column++) {
                double value = surface.between(columns[column], rows[row]);
                int color = Axis.holds(value) ? Palette.level(heights.place(value)) : Palette.PAPER;
                rgb[at++] = (byte) (color >> 16);
                rgb[at++] = (byte) (color >> 8);
                rgb[at++] = (byte) color;
            }
        }
        return new Pixels(PLOT_WIDTH, PLOT_HEIGHT, 3, rgb);
    }

    /** For each pixel where among the places it is, counted from 0 with fractions. */
    private static double[] places(double[] at, int pixels, Axis axis, boolean downward) {
        double[] places = new double[pixels];
        for (int i = 0, next = 0; i < pixels; i++) {
            double value = axis.low() + (axis.high() - axis.low()) * (i + 0.5) / pixels;
            while (next < at.length - 2 && value > at[next + 1]) {
                next++;
            }
            places[downward ? pixels - 1 - i : i] = next + (value - at[next]) / (at[next + 1] - at[next]);
        }
        return places;
    }

    /** Heights of lines: the ticks of the scale and four between each two. */
    private double[] levels() {
        double step = heights.step() / 5;
        long first = (long) Math.ceil(heights.low() / step), last = (long) Math.floor(heights.high() / step);
        long by = (last - first) / MOST_LEVELS + 1;
        return LongStream.iterate(first, i -> i <= last, i -> i + by)
                .mapToDouble(i -> i * step)
                .toArray();
    }

    /** The line of one height, a short stroke in each cell that it crosses ("marching squares"). */
    private void contour(double level) {
        for (int row = 0; row + 1 < surface.y().length; row++) {
            for (int column = 0; column + 1 < surface.x().length; column++) {
                crossings(level, row, column);
            }
        }
    }

    private void crossings(double level, int row, int column) {
        double[][] v = surface.values();
        double[] corner = {v[row][column], v[row][column + 1], v[row + 1][column + 1], v[row + 1][column]};
        double[] cornerX = {column, column + 1, column + 1, column};
        double[] cornerY = {row, row, row + 1, row + 1};
        double[] xs = new double[4], ys = new double[4];
        int found = 0;
        for (int i = 0; i < 4; i++) {
            int j = (i + 1) % 4;
            if (corner[i] < level != corner[j] < level && Axis.holds(corner[i]) && Axis.holds(corner[j])) {
                double t = (level - corner[i]) / (corner[j] - corner[i]);
                xs[found] = across(cornerX[i] + t * (cornerX[j] - cornerX[i]));
                ys[found++] = upward(cornerY[i] + t * (cornerY[j] - cornerY[i]));
            }
        }
        boolean crosswise = found == 4 && Arrays.stream(corner).sum() / 4 < level == corner[0] < level;
        for (int i = 0; i + 1 < found; i += 2) {
            int a = crosswise ? i + 1 : i, b = crosswise ? (i + 2) % 4 : i + 1;
            marks.add(Mark.Stroke.straight(xs[a], ys[a], xs[b], ys[b], 0.6, Palette.QUIET));
        }
    }

    /** Where a place between columns is on the page. */
    private double across(double column) {
        return left + across.place(at(surface.x(), column)) * PLOT_WIDTH;
    }

    /** Where a place between rows is on the page. */
    private double upward(double row) {
        return top + (1 - upward.place(at(surface.y(), row))) * PLOT_HEIGHT;
    }

    private static double at(double[] places, double i) {
        int before = Math.clamp((int) i, 0, places.length - 2);
        return places[before] + (i - before) * (places[before + 1] - places[before]);
    }

    private void trail(Trail trail, int i) {
        int color = Palette.line(i + 1);
        int n = trail.x().length;
        double[] xs = new double[n], ys = new double[n];
        int kept = 0;
        for (int k = 0; k < n; k++) {
            double right = across.place(trail.x()[k]), up = upward.place(trail.y()[k]);
            if (right >= 0 && right <= 1 && up >= 0 && up <= 1) {
                xs[kept] = left + right * PLOT_WIDTH;
                ys[kept++] = top + (1 - up) * PLOT_HEIGHT;
            }
        }
        if (kept > 1) {
            marks.add(new Mark.Stroke(Arrays.copyOf(xs, kept), Arrays.copyOf(ys, kept), 1.6, color, 0));
        }
        for (int k = 0; k < kept; k++) {
            marks.add(new Mark.Dot(xs[k], ys[k], k == 0 ? 4.5 : 2.2, color));
        }
        if (kept > 0) {
            marks.add(new Mark.Dot(xs[0], ys[0], 2.2, Palette.PAPER));
        }
        double base = top - 10 - LEGEND_ROW * (surface.trails().size() - 1 - i);
        marks.add(Mark.Stroke.straight(left, base - 4, left + 20, base - 4, 2, color));
        marks.add(new Mark.Text(
                left + 26, base, LEGEND.shorten(trail.name(), PLOT_WIDTH - 26), LEGEND, Palette.INK, Anchor.START));
    }

    private void axes() {
        double bottom = top + PLOT_HEIGHT;
        for (double tick : across.ticks()) {
            double at = left + across.place(tick) * PLOT_WIDTH;
            marks.add(Mark.Stroke.straight(at, bottom, at, bottom + 4, 1, Palette.AXIS));
            marks.add(new Mark.Text(at, bottom + 17, across.label(tick), LABEL, Palette.QUIET, Anchor.MIDDLE));
        }
        for (double tick : upward.ticks()) {
            double at = bottom - upward.place(tick) * PLOT_HEIGHT;
            marks.add(Mark.Stroke.straight(left - 4, at, left, at, 1, Palette.AXIS));
            marks.add(new Mark.Text(left - 7, at + 3.8, upward.label(tick), LABEL, Palette.QUIET, Anchor.END));
        }
        String right = LABEL.shorten(surface.across(), PLOT_WIDTH), up = LABEL.shorten(surface.upward(), PLOT_HEIGHT);
        marks.add(new Mark.Text(left + PLOT_WIDTH / 2.0, bottom + 35, right, LABEL, Palette.QUIET, Anchor.MIDDLE));
        marks.add(new Mark.Text(EDGE + 10, top + PLOT_HEIGHT / 2.0, up, LABEL, Palette.QUIET, Anchor.MIDDLE, -90));
    }

    /** The scale of colors. */
    private void key() {
        double x = left + PLOT_WIDTH + KEY_GAP;
        int steps = 80;
        double each = (double) PLOT_HEIGHT / steps;
        for (int i = 0; i < steps; i++) {
            int color = Palette.level(1 - (i + 0.5) / steps);
            marks.add(new Mark.Box(x, top + i * each, KEY_WIDTH, each, color));
        }
        for (double tick : heights.ticks()) {
            double y = top + (1 - heights.place(tick)) * PLOT_HEIGHT;
            marks.add(Mark.Stroke.straight(x + KEY_WIDTH, y, x + KEY_WIDTH + 4, y, 1, Palette.AXIS));
            String label = LABEL.shorten(heights.label(tick), KEY_ROOM - 4);
            marks.add(new Mark.Text(x + KEY_WIDTH + 7, y + 3.8, label, LABEL, Palette.QUIET, Anchor.START));
        }
    }
}
