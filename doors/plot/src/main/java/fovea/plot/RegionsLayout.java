package fovea.plot;

import fovea.plot.Mark.Anchor;
import fovea.plot.Regions.Frame;
import fovea.plot.Regions.Panel;
import fovea.plot.Regions.Points;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Where everything of {@link Regions} goes. All lengths are in points. */
final class RegionsLayout {
    private static final double EDGE = 24, TITLE_ROOM = 34, PANEL_TITLE_ROOM = 20;
    private static final double SIDE = 260, LABEL_ROOM = 34, GAP = 18;
    private static final double DOT = 2.6;

    private static final Lettering TITLE = Lettering.bold(16);
    private static final Lettering PANEL_TITLE = Lettering.bold(12);
    private static final Lettering LABEL = Lettering.plain(10.5);

    private final Regions regions;
    private final double top;
    private final List<Mark> marks = new ArrayList<>();

    RegionsLayout(Regions regions) {
        this.regions = regions;
        this.top = EDGE + (regions.title().isBlank() ? 0 : TITLE_ROOM) + PANEL_TITLE_ROOM;
    }

    Drawing drawing() {
        int count = regions.panels().size();
        double width = 2 * EDGE + count * (LABEL_ROOM + SIDE) + (count - 1) * GAP;
        marks.add(new Mark.Text(
                EDGE, EDGE + 13, TITLE.shorten(regions.title(), width - 2 * EDGE), TITLE, Palette.INK, Anchor.START));
        for (int i = 0; i < count; i++) {
            panel(regions.panels().get(i), EDGE + LABEL_ROOM + i * (LABEL_ROOM + SIDE + GAP));
        }
        return new Drawing(width, top + SIDE + 26 + EDGE, marks);
    }

    private void panel(Panel panel, double left) {
        String title = PANEL_TITLE.shorten(panel.title(), SIDE);
        marks.add(new Mark.Text(left, top - 8, title, PANEL_TITLE, Palette.INK, Anchor.START));
        marks.add(new Mark.Image(left, top, SIDE, SIDE, ground(panel.classes())));
        axes(panel.frame(), left);
        for (int i = 0; i < panel.points().size(); i++) {
            points(panel.points().get(i), panel.frame(), left, Palette.line(i));
        }
    }

    private static Pixels ground(int[][] classes) {
        int rows = classes.length, columns = classes[0].length;
        byte[] data = new byte[rows * columns * 3];
        int at = 0;
        for (int[] row : classes) {
            for (int c : row) {
                int rgb = Palette.ground(c);
                data[at++] = (byte) (rgb >> 16);
                data[at++] = (byte) (rgb >> 8);
                data[at++] = (byte) rgb;
            }
        }
        return new Pixels(columns, rows, 3, data);
    }

    private void axes(Frame frame, double left) {
        Axis across = Axis.along(DoubleStream.of(frame.left(), frame.right()), 0);
        for (double tick : across.ticks()) {
            if (tick >= frame.left() && tick <= frame.right()) {
                double x = left + (tick - frame.left()) / (frame.right() - frame.left()) * SIDE;
                marks.add(Mark.Stroke.straight(x, top + SIDE, x, top + SIDE + 4, 1, Palette.AXIS));
                marks.add(new Mark.Text(x, top + SIDE + 17, across.label(tick), LABEL, Palette.QUIET, Anchor.MIDDLE));
            }
        }
        Axis upright = Axis.along(DoubleStream.of(frame.bottom(), frame.top()), 0);
        for (double tick : upright.ticks()) {
            if (tick >= frame.bottom() && tick <= frame.top()) {
                double y = top + (frame.top() - tick) / (frame.top() - frame.bottom()) * SIDE;
                marks.add(Mark.Stroke.straight(left - 4, y, left, y, 1, Palette.AXIS));
                marks.add(new Mark.Text(left - 7, y + 3.8, upright.label(tick), LABEL, Palette.QUIET, Anchor.END));
            }
        }
    }

    private void points(Points points, Frame frame, double left, int rgb) {
        for (int i = 0; i < points.x().length; i++) {
            double x = (points.x()[i] - frame.left()) / (frame.right() - frame.left());
            double y = (frame.top() - points.y()[i]) / (frame.top() - frame.bottom());
            if (x >= 0 && x <= 1 && y >= 0 && y <= 1) {
                marks.add(new Mark.Dot(left + x * SIDE, top + y * SIDE, DOT + 1, Palette.PAPER));
                marks.add(new Mark.Dot(left + x * SIDE, top + y * SIDE, DOT, rgb));
            }
        }
    }
}
