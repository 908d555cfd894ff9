package fovea.plot;

import fovea.plot.Mark.Anchor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Where everything of a {@link ConfusionMatrix} goes. All lengths are in points. */
final class ConfusionMatrixLayout {

    private static final double EDGE = 24;
    private static final double LARGE = 720;
    private static final double LONGEST_NAME = 120;
    private static final double NARROWEST = 330;
    private static final double KEY_ROOM = 84;
    private static final double TURN = -45;
    private static final double[] KEY = {0, 0.01, 0.05, 0.25, 0.5, 1};

    private static final Lettering TITLE = Lettering.bold(16);
    private static final Lettering NOTE = Lettering.plain(10.5);
    private static final Lettering AXIS = Lettering.bold(12);

    private final ConfusionMatrix matrix;
    private final int classes;
    private final double cell;
    private final Lettering names;
    private final List<String> shortNames;
    private final double nameRoom;
    private final double left, top = EDGE + 54;
    private final List<Mark> marks = new ArrayList<>();

    ConfusionMatrixLayout(ConfusionMatrix matrix) {
        this.matrix = matrix;
        this.classes = matrix.classes().size();
        this.cell = cell(classes);
        this.names = Lettering.plain(cell < 20 ? 9 : 11);
        this.shortNames = matrix.classes().stream()
                .map(name -> names.shorten(name, LONGEST_NAME))
                .toList();
        this.nameRoom = shortNames.stream().mapToDouble(names::width).max().orElse(0);
        this.left = Math.ceil(EDGE + 26 + nameRoom + 8);
    }

    /** Large cells for few classes, and for many what fits a page, in whole pixels of the raster. */
    private static double cell(int classes) {
        return classes <= 4
                ? 72
                : classes <= 10 ? 48 : classes <= 20 ? 36 : Math.clamp(Math.floor(LARGE / classes), 1, 30);
    }

    private double side() {
        return classes * cell;
    }

    Drawing drawing() {
        double width = Math.max(left + side() + 18 + KEY_ROOM, NARROWEST + 2 * EDGE);
        heading(width - 2 * EDGE);
        cells();
        numbers();
        double bottom = namesAndAxes();
        key();
        return new Drawing(width, bottom + EDGE, marks);
    }

    private void heading(double room) {
        String title = matrix.accuracy();
        if (!matrix.title().isBlank()) {
            title = TITLE.shorten(matrix.title(), room - TITLE.width(": " + title)) + ": " + title;
        }
        String note = grouped(matrix.correct()) + " of " + grouped(matrix.total()) + " right";
        marks.add(new Mark.Text(EDGE, EDGE + 13, title, TITLE, Palette.INK, Anchor.START));
        marks.add(new Mark.Text(EDGE, EDGE + 32, note, NOTE, Palette.QUIET, Anchor.START));
    }

    private static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count).replace(',', ' ');
    }

    private void cells() {
        double line = cell < 12 ? 0 : 1;
        if (line > 0) {
            marks.add(new Mark.Box(left - 1, top - 1, side() + 1, side() + 1, Palette.GRID));
        } else {
            marks.add(new Mark.Box(left - 1, top - 1, side() + 2, side() + 2, Palette.GRID));
            marks.add(new Mark.Box(left, top, side(), side(), Palette.PAPER));
        }
        for (int truth = 0; truth < classes; truth++) {
            for (int predicted = 0; predicted < classes; predicted++) {
                double share = matrix.share(truth, predicted);
                if (share > 0 || line > 0) {
                    double size = cell - line;
                    marks.add(new Mark.Box(
                            left + predicted * cell, top + truth * cell, size, size, Palette.share(share)));
                }
            }
        }
    }

    private void numbers() {
        double size = 12.5;
        while (size > 7 && widest(Lettering.plain(size)) > cell - 5) {
            size -= 0.5;
        }
        Lettering number = Lettering.plain(size);
        if (widest(number) > cell - 5 || size > 0.6 * cell) {
            return;
        }
        for (int truth = 0; truth < classes; truth++) {
            for (int predicted = 0; predicted < classes; predicted++) {
                long count = matrix.counts()[truth][predicted];
                if (count > 0) {
                    int on = Palette.on(Palette.share(matrix.share(truth, predicted)));
                    double x = left + (predicted + 0.5) * cell - 0.5, y = top + (truth + 0.5) * cell + 0.36 * size;
                    marks.add(new Mark.Text(x, y, Long.toString(count), number, on, Anchor.MIDDLE));
                }
            }
        }
    }

    private double widest(Lettering lettering) {
        long largest = Arrays.stream(matrix.counts())
                .flatMapToLong(Arrays::stream)
                .max()
                .orElse(0);
        return lettering.width("8".repeat(Long.toString(largest).length()));
    }

    /** Returns where the lowest of it ends. */
    private double namesAndAxes() {
        boolean turned = nameRoom > cell - 6;
        int every = (int) Math.ceil(1.3 * (names.size() + 3) / cell); // turned names need more room than their height
        IntStream.iterate(0, i -> i < classes, i -> i + every).forEach(i -> {
            double middle = (i + 0.5) * cell;
            String name = shortNames.get(i);
            marks.add(
                    new Mark.Text(left - 8, top + middle + 0.36 * names.size(), name, names, Palette.INK, Anchor.END));
            marks.add(
                    turned
                            ? new Mark.Text(
                                    left + middle + 3, top + side() + 13, name, names, Palette.INK, Anchor.END, TURN)
                            : new Mark.Text(left + middle, top + side() + 17, name, names, Palette.INK, Anchor.MIDDLE));
        });
        double below = top + side() + (turned ? 16 + nameRoom * Math.sin(Math.toRadians(-TURN)) : 20);
        marks.add(new Mark.Text(EDGE + 12, top + side() / 2, "truth", AXIS, Palette.INK, Anchor.MIDDLE, -90));
        marks.add(new Mark.Text(left + side() / 2, below + 18, "predicted", AXIS, Palette.INK, Anchor.MIDDLE));
        return below + 18;
    }

    /** Which color is which share of a row. */
    private void key() {
        double x = left + side() + 18, height = Math.min(side(), 240), slice = 0.5;
        for (double y = 0; y < height; y += slice) {
            double root = 1 - y / height;
            marks.add(new Mark.Box(x, top + y, 9, height - y, Palette.share(root * root))); // overlaid: no seams
        }
        Lettering small = Lettering.plain(9);
        for (double share : KEY) {
            double y = top + (1 - Math.sqrt(share)) * height;
            String label = Math.round(100 * share) + " %";
            marks.add(new Mark.Text(x + 14, y + 3.4, label, small, Palette.QUIET, Anchor.START));
        }
        marks.add(new Mark.Text(x, top - 11, "share of row", small, Palette.QUIET, Anchor.START));
    }
}
