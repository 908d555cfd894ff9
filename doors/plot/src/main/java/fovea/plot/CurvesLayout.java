package fovea.plot;

import fovea.plot.Curves.Line;
import fovea.plot.Curves.Panel;
import fovea.plot.Mark.Anchor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** Where everything of {@link Curves} goes. All lengths are in points. */
final class CurvesLayout {

    private static final double EDGE = 24;
    private static final double PLOT_WIDTH = 380, PLOT_HEIGHT = 230;
    private static final double LABEL_ROOM = 44;
    private static final double GAP = 28;
    private static final double LEGEND_TOP = 14, LEGEND_ROW = 17, LEGEND_LINE = 20;
    private static final int MOST_DOTS = 40;

    private static final Lettering TITLE = Lettering.bold(16);
    private static final Lettering PANEL_TITLE = Lettering.bold(12);
    private static final Lettering LEGEND = Lettering.plain(11);
    private static final Lettering LABEL = Lettering.plain(10.5);

    private final Curves curves;
    private final List<Mark> marks = new ArrayList<>();
    private final double top;

    CurvesLayout(Curves curves) {
        this.curves = curves;
        double legend = curves.panels().stream()
                .mapToDouble(p -> legend(p, 0, 0, false))
                .max()
                .orElse(0);
        this.top = panelTop() + LEGEND_TOP + legend + 16;
    }

    private double panelTop() {
        return EDGE + (curves.title().isBlank() ? 0 : 32);
    }

    Drawing drawing() {
        int count = curves.panels().size();
        double width = 2 * EDGE + count * (LABEL_ROOM + PLOT_WIDTH) + (count - 1) * GAP;
        marks.add(new Mark.Text(
                EDGE, EDGE + 13, TITLE.shorten(curves.title(), width - 2 * EDGE), TITLE, Palette.INK, Anchor.START));
        for (int i = 0; i < count; i++) {
            panel(curves.panels().get(i), EDGE + i * (LABEL_ROOM + PLOT_WIDTH + GAP) + LABEL_ROOM);
        }
        return new Drawing(width, top + PLOT_HEIGHT + 44 + EDGE - 8, marks);
    }

    private void panel(Panel panel, double left) {
        marks.add(new Mark.Text(
                left,
                panelTop() + 11,
                PANEL_TITLE.shorten(panel.title(), PLOT_WIDTH),
                PANEL_TITLE,
                Palette.INK,
                Anchor.START));
        legend(panel, left, panelTop() + LEGEND_TOP, true);
        boolean whole = panel.lines().stream().allMatch(Line::countsWholeSteps);
        Axis x = Axis.along(all(panel, Line::x), whole ? 1 : 0);
        Axis y = Axis.upright(all(panel, Line::y), panel.shares() ? 1 : Double.POSITIVE_INFINITY);
        axes(panel, x, y, left);
        if (panel.lines().stream().allMatch(Line::isEmpty)) {
            marks.add(new Mark.Text(
                    left + PLOT_WIDTH / 2,
                    top + PLOT_HEIGHT / 2,
                    "no values yet",
                    LEGEND,
                    Palette.QUIET,
                    Anchor.MIDDLE));
        }
        for (int i = 0; i < panel.lines().size(); i++) {
            line(panel.lines().get(i), i, x, y, left);
        }
    }

    private static DoubleStream all(Panel panel, Function<Line, double[]> values) {
        return panel.lines().stream().flatMapToDouble(line -> Arrays.stream(values.apply(line)));
    }

    private void axes(Panel panel, Axis x, Axis y, double left) {
        double bottom = top + PLOT_HEIGHT;
        for (double tick : y.ticks()) {
            double at = bottom - y.place(tick) * PLOT_HEIGHT;
            marks.add(Mark.Stroke.straight(left, at, left + PLOT_WIDTH, at, 1, Palette.GRID));
            String label = LABEL.shorten(panel.shares() ? y.percent(tick) : y.label(tick), LABEL_ROOM + GAP - 16);
            marks.add(new Mark.Text(left - 7, at + 3.8, label, LABEL, Palette.QUIET, Anchor.END));
        }
        marks.add(Mark.Stroke.straight(left, bottom, left + PLOT_WIDTH, bottom, 1, Palette.AXIS));
        for (double tick : x.ticks()) {
            double at = left + x.place(tick) * PLOT_WIDTH;
            marks.add(Mark.Stroke.straight(at, bottom, at, bottom + 4, 1, Palette.AXIS));
            marks.add(new Mark.Text(at, bottom + 17, x.label(tick), LABEL, Palette.QUIET, Anchor.MIDDLE));
        }
        String across = LABEL.shorten(curves.across(), PLOT_WIDTH);
        marks.add(new Mark.Text(left + PLOT_WIDTH / 2, bottom + 35, across, LABEL, Palette.QUIET, Anchor.MIDDLE));
    }

    private void line(Line line, int i, Axis x, Axis y, double left) {
        for (int from = 0, to; from < line.x().length; from = to + 1) {
            to = from;
            while (to < line.x().length && line.shows(to)) {
                to++;
            }
            run(line, i, from, to, x, y, left);
        }
    }

    /** Points without a gap between them; one alone is a dot. */
    private void run(Line line, int i, int from, int to, Axis x, Axis y, double left) {
        int count = to - from;
        double[] xs = new double[count], ys = new double[count];
        for (int k = 0; k < count; k++) {
            xs[k] = left + x.place(line.x()[from + k]) * PLOT_WIDTH;
            ys[k] = top + (1 - y.place(line.y()[from + k])) * PLOT_HEIGHT;
        }
        if (count > 1) {
            marks.add(new Mark.Stroke(xs, ys, 2, Palette.line(i), dashes(i)));
        }
        if (count == 1 || line.x().length <= MOST_DOTS) {
            for (int k = 0; k < count; k++) {
                marks.add(new Mark.Dot(xs[k], ys[k], 3, Palette.line(i)));
            }
        }
    }

    private static double dashes(int i) {
        return i < Palette.lines() ? 0 : 5;
    }

    /** Names side by side, in as many rows as they need; returns the height of those rows. */
    private double legend(Panel panel, double left, double y, boolean draw) {
        double x = 0, height = LEGEND_ROW;
        for (int i = 0; i < panel.lines().size(); i++) {
            String name = LEGEND.shorten(panel.lines().get(i).name(), PLOT_WIDTH - LEGEND_LINE - 6);
            double width = LEGEND_LINE + 6 + LEGEND.width(name);
            if (x > 0 && x + width > PLOT_WIDTH) {
                x = 0;
                height += LEGEND_ROW;
            }
            if (draw) {
                entry(name, i, left + x, y + height);
            }
            x += width + 18;
        }
        return height;
    }

    private void entry(String name, int i, double x, double base) {
        double middle = base - 4;
        marks.add(new Mark.Stroke(
                new double[] {x, x + LEGEND_LINE}, new double[] {middle, middle}, 2, Palette.line(i), dashes(i)));
        marks.add(new Mark.Dot(x + LEGEND_LINE / 2, middle, 3, Palette.line(i)));
        marks.add(new Mark.Text(x + LEGEND_LINE + 6, base, name, LEGEND, Palette.INK, Anchor.START));
    }
}
