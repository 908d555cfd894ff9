package fovea.plot;

import fovea.plot.Mark.Anchor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Where everything of {@link SlabMap} goes. All lengths are in points. */
final class SlabMapLayout {
    private static final double EDGE = 24, TITLE_ROOM = 34, LABEL_ROOM = 62;
    private static final double WIDTH = 860, MEMORY = 320, TIME = 120, GAP = 34, LEGEND_LINE = 18;
    private static final double MEGABYTE = 1 << 20;

    private static final Lettering TITLE = Lettering.bold(16);
    private static final Lettering LABEL = Lettering.plain(10.5);

    private final SlabMap map;
    private final double left = EDGE + LABEL_ROOM;
    private final double column;
    private final List<String> kinds;
    private final List<Mark> marks = new ArrayList<>();

    SlabMapLayout(SlabMap map) {
        this.map = map;
        this.column = WIDTH / map.steps().size();
        this.kinds = kinds();
    }

    Drawing drawing() {
        double top = EDGE + (map.title().isBlank() ? 0 : TITLE_ROOM);
        double width = left + WIDTH + EDGE;
        marks.add(new Mark.Text(
                EDGE, EDGE + 13, TITLE.shorten(map.title(), width - 2 * EDGE), TITLE, Palette.INK, Anchor.START));
        memory(top);
        double bottom = top + MEMORY;
        if (isTimed()) {
            time(bottom + GAP);
            bottom += GAP + TIME;
        }
        steps(bottom);
        bottom = legend(bottom + 40);
        return new Drawing(width, bottom + EDGE, marks);
    }

    private boolean isTimed() {
        return map.steps().stream().anyMatch(step -> step.milliseconds() > 0);
    }

    /** Those that take longest first, or of which there are most where nobody measured; as many as there are colors but one. */
    private List<String> kinds() {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (SlabMap.Step step : map.steps()) {
            weights.merge(step.kind(), isTimed() ? step.milliseconds() : 1, Double::sum);
        }
        return weights.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .limit(Palette.lines() - 1)
                .toList();
    }

    private int color(String kind) {
        int found = kinds.indexOf(kind);
        return found < 0 ? Palette.AXIS : Palette.line(found);
    }

    private void memory(double top) {
        Axis axis = Axis.upright(DoubleStream.of(0, map.bytes() / MEGABYTE), Double.POSITIVE_INFINITY);
        upright(axis, top, MEMORY, " MB");
        for (SlabMap.Value value : map.values()) {
            double low = axis.place(value.offset() / MEGABYTE) * MEMORY;
            double high = axis.place((value.offset() + value.bytes()) / MEGABYTE) * MEMORY;
            double x = left + value.from() * column;
            double wide = (value.to() - value.from() + 1) * column;
            int rgb = color(map.steps().get(value.from()).kind());
            marks.add(new Mark.Box(x, top + MEMORY - high, wide, high - low, rgb));
            if (high - low > 3 && wide > 3) {
                marks.add(
                        Mark.Stroke.straight(x, top + MEMORY - low, x + wide, top + MEMORY - low, 0.6, Palette.PAPER));
                marks.add(Mark.Stroke.straight(x, top + MEMORY - high, x, top + MEMORY - low, 0.6, Palette.PAPER));
            }
        }
    }

    private void time(double top) {
        Axis axis =
                Axis.upright(map.steps().stream().mapToDouble(SlabMap.Step::milliseconds), Double.POSITIVE_INFINITY);
        upright(axis, top, TIME, " ms");
        for (int i = 0; i < map.steps().size(); i++) {
            SlabMap.Step step = map.steps().get(i);
            double high = Math.max(0, axis.place(step.milliseconds())) * TIME;
            marks.add(new Mark.Box(left + i * column, top + TIME - high, column, high, color(step.kind())));
        }
    }

    private void upright(Axis axis, double top, double height, String unit) {
        for (double tick : axis.ticks()) {
            double y = top + height * (1 - axis.place(tick));
            marks.add(Mark.Stroke.straight(left, y, left + WIDTH, y, 1, Palette.GRID));
            marks.add(new Mark.Text(left - 7, y + 3.8, axis.label(tick) + unit, LABEL, Palette.QUIET, Anchor.END));
        }
    }

    private void steps(double bottom) {
        Axis across = Axis.along(DoubleStream.of(0, map.steps().size()), 1);
        for (double tick : across.ticks()) {
            if (tick >= 0 && tick <= map.steps().size()) {
                double x = left + tick * column;
                marks.add(Mark.Stroke.straight(x, bottom, x, bottom + 4, 1, Palette.AXIS));
                marks.add(new Mark.Text(x, bottom + 17, across.label(tick), LABEL, Palette.QUIET, Anchor.MIDDLE));
            }
        }
    }

    /** A line for each color; returns where the last ends. */
    private double legend(double top) {
        double all =
                map.steps().stream().mapToDouble(SlabMap.Step::milliseconds).sum();
        double y = top;
        for (int i = 0; i <= kinds.size(); i++) {
            String kind = i < kinds.size() ? kinds.get(i) : "others";
            List<SlabMap.Step> alike = map.steps().stream()
                    .filter(step -> kind.equals(kinds.contains(step.kind()) ? step.kind() : "others"))
                    .toList();
            if (!alike.isEmpty()) {
                double sum =
                        alike.stream().mapToDouble(SlabMap.Step::milliseconds).sum();
                String text = String.format(
                        Locale.ROOT, "%s: %d %s", kind, alike.size(), alike.size() == 1 ? "step" : "steps");
                String times = String.format(Locale.ROOT, ", %.3g ms, %.0f %%", sum, 100 * sum / all);
                int rgb = i < kinds.size() ? Palette.line(i) : Palette.AXIS;
                marks.add(new Mark.Box(left, y - 9, 12, 12, rgb));
                marks.add(new Mark.Text(
                        left + 18, y + 1, all > 0 ? text + times : text, LABEL, Palette.INK, Anchor.START));
                y += LEGEND_LINE;
            }
        }
        return y - LEGEND_LINE;
    }
}
