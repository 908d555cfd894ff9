package fovea.plot;

import fovea.plot.Mark.Anchor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Where everything of {@link Trials} goes. All lengths are in points. */
final class TrialsLayout {
    private static final double EDGE = 24, TITLE_ROOM = 34, NAME_ROOM = 22, LABEL_ROOM = 44;
    private static final double WIDTH = 560, HEIGHT = 300;
    private static final double CAP = 4;

    private static final Lettering TITLE = Lettering.bold(16);
    private static final Lettering NAME = Lettering.bold(12);
    private static final Lettering LABEL = Lettering.plain(10.5);

    private final Trials trials;
    private final double left = EDGE + LABEL_ROOM;
    private final double top;
    private final Axis x;
    private final Axis y;
    private final List<Mark> marks = new ArrayList<>();

    TrialsLayout(Trials trials) {
        this.trials = trials;
        this.top = EDGE + (trials.title().isBlank() ? 0 : TITLE_ROOM) + NAME_ROOM;
        this.x = Axis.along(Arrays.stream(trials.places()), 0);
        DoubleStream ends = IntStream.range(0, trials.places().length)
                .boxed()
                .flatMapToDouble(i -> DoubleStream.concat(
                        Arrays.stream(trials.values()[i]),
                        DoubleStream.of(trials.mean(i) - trials.deviation(i), trials.mean(i) + trials.deviation(i))));
        this.y = Axis.upright(ends, trials.shares() ? 1 : Double.POSITIVE_INFINITY);
    }

    Drawing drawing() {
        String title = TITLE.shorten(trials.title(), LABEL_ROOM + WIDTH);
        marks.add(new Mark.Text(EDGE, EDGE + 13, title, TITLE, Palette.INK, Anchor.START));
        String upright = NAME.shorten(trials.upright(), LABEL_ROOM + WIDTH);
        marks.add(new Mark.Text(EDGE, top - 10, upright, NAME, Palette.INK, Anchor.START));
        axes();
        means();
        for (int i = 0; i < trials.places().length; i++) {
            for (double value : trials.values()[i]) {
                marks.add(new Mark.Dot(across(trials.places()[i]), up(value), 3, Palette.line(0)));
            }
        }
        return new Drawing(left + WIDTH + EDGE, top + HEIGHT + 44 + EDGE - 8, marks);
    }

    private double across(double place) {
        return left + x.place(place) * WIDTH;
    }

    private double up(double value) {
        return top + (1 - y.place(value)) * HEIGHT;
    }

    private void axes() {
        double bottom = top + HEIGHT;
        for (double tick : y.ticks()) {
            double at = up(tick);
            marks.add(Mark.Stroke.straight(left, at, left + WIDTH, at, 1, Palette.GRID));
            String label = LABEL.shorten(trials.shares() ? y.percent(tick) : y.label(tick), LABEL_ROOM + 8);
            marks.add(new Mark.Text(left - 7, at + 3.8, label, LABEL, Palette.QUIET, Anchor.END));
        }
        marks.add(Mark.Stroke.straight(left, bottom, left + WIDTH, bottom, 1, Palette.AXIS));
        for (double tick : x.ticks()) {
            double at = across(tick);
            marks.add(Mark.Stroke.straight(at, bottom, at, bottom + 4, 1, Palette.AXIS));
            marks.add(new Mark.Text(at, bottom + 17, x.label(tick), LABEL, Palette.QUIET, Anchor.MIDDLE));
        }
        String name = LABEL.shorten(trials.across(), WIDTH);
        marks.add(new Mark.Text(left + WIDTH / 2, bottom + 35, name, LABEL, Palette.QUIET, Anchor.MIDDLE));
    }

    /** The line through the means, and a bar with caps at each. */
    private void means() {
        int count = trials.places().length;
        double[] xs = Arrays.stream(trials.places()).map(this::across).toArray();
        double[] ys =
                IntStream.range(0, count).mapToDouble(i -> up(trials.mean(i))).toArray();
        if (count > 1) {
            marks.add(new Mark.Stroke(xs, ys, 2, Palette.line(1), 0));
        }
        for (int i = 0; i < count; i++) {
            double high = up(trials.mean(i) + trials.deviation(i));
            double low = up(trials.mean(i) - trials.deviation(i));
            marks.add(Mark.Stroke.straight(xs[i], high, xs[i], low, 1.5, Palette.line(1)));
            marks.add(Mark.Stroke.straight(xs[i] - CAP, high, xs[i] + CAP, high, 1.5, Palette.line(1)));
            marks.add(Mark.Stroke.straight(xs[i] - CAP, low, xs[i] + CAP, low, 1.5, Palette.line(1)));
        }
    }
}
