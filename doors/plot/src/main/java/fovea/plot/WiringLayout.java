package fovea.plot;

import fovea.plot.Mark.Anchor;
import fovea.plot.Wiring.Node;
import fovea.plot.Wiring.Wire;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where everything of a {@link Wiring} goes. All lengths are in points.
 *
 * <p>Steps stand in columns, each right of all it reads, inputs just left of their first reader. Between two columns of steps is a column of
 * labels, and in every column that a wire crosses it has a place of its own, so that wires pass neither steps nor each other's texts. The
 * places in a column are ordered and moved by the mean of what they are joined to, to and fro (Sugiyama, Tagawa and Toda 1981, "Methods for
 * visual understanding of hierarchical system structures").
 */
final class WiringLayout {
    private static final double EDGE = 24, TITLE_ROOM = 34;
    private static final double STEP_WIDTH = 36, LABEL_WIDTH = 56, SLANT = 26;
    private static final double ROW = 46, RADIUS = 17;
    private static final double INPUT_ROOM = 60;
    private static final int SWEEPS = 8;
    private static final int FORWARD = Palette.line(2), BACKWARD = Palette.line(1);

    private static final Lettering TITLE = Lettering.bold(16);
    private static final Lettering STEP = Lettering.bold(12);
    private static final Lettering NUMBER = Lettering.plain(11);

    /** A place in a column: a step, or where a wire passes. */
    private static final class Place {
        final int column;
        final List<Place> left = new ArrayList<>();
        final List<Place> right = new ArrayList<>();
        double y;

        Place(int column, double y) {
            this.column = column;
            this.y = y;
        }
    }

    private final Wiring wiring;
    private final int[] depth;
    private final List<List<Place>> columns = new ArrayList<>();
    private final Place[] steps;
    private final List<Mark> marks = new ArrayList<>();
    private final double top;

    WiringLayout(Wiring wiring) {
        this.wiring = wiring;
        this.depth = depths(wiring);
        this.steps = new Place[wiring.nodes().size()];
        this.top = EDGE + (wiring.title().isBlank() ? 0 : TITLE_ROOM);
    }

    private static int[] depths(Wiring wiring) {
        int n = wiring.nodes().size();
        int[] depth = new int[n];
        int[] reader = new int[n];
        for (int i = 0; i < n; i++) {
            for (Wire wire : wiring.nodes().get(i).in()) {
                depth[i] = Math.max(depth[i], depth[wire.from()] + 1);
            }
        }
        java.util.Arrays.fill(reader, Integer.MAX_VALUE);
        for (int i = 0; i < n; i++) {
            for (Wire wire : wiring.nodes().get(i).in()) {
                reader[wire.from()] = Math.min(reader[wire.from()], depth[i]);
            }
        }
        for (int i = 0; i < n; i++) {
            if (wiring.nodes().get(i).in().isEmpty() && reader[i] != Integer.MAX_VALUE) {
                depth[i] = reader[i] - 1;
            }
        }
        return depth;
    }

    Drawing drawing() {
        List<List<Place>> wires = connect();
        for (int i = 0; i < SWEEPS; i++) {
            boolean forward = i % 2 == 1;
            for (int c = 0; c < columns.size(); c++) {
                arrange(columns.get(forward ? c : columns.size() - 1 - c), forward);
            }
        }
        double highest = columns.stream()
                .flatMap(List::stream)
                .mapToDouble(p -> p.y)
                .min()
                .orElse(0);
        double lowest = columns.stream()
                .flatMap(List::stream)
                .mapToDouble(p -> p.y)
                .max()
                .orElse(0);
        columns.forEach(column -> column.forEach(p -> p.y = top + ROW / 2 + (p.y - highest) * ROW));
        double width = INPUT_ROOM + x(columns.size() - 1) + STEP_WIDTH / 2 + EDGE;
        double room = Math.max(width, 2 * EDGE + Math.min(TITLE.width(wiring.title()), 600));
        marks.add(new Mark.Text(
                EDGE, EDGE + 13, TITLE.shorten(wiring.title(), room - 2 * EDGE), TITLE, Palette.INK, Anchor.START));
        wires.forEach(this::stroke);
        label(wires);
        for (int i = 0; i < steps.length; i++) {
            step(wiring.nodes().get(i), steps[i]);
        }
        return new Drawing(room, top + (lowest - highest + 1) * ROW + EDGE, marks);
    }

    /** Makes all places, in an order in which each result stands before what it is computed from, and those from above to below. */
    private List<List<Place>> connect() {
        int deepest = java.util.Arrays.stream(depth).max().orElse(0);
        for (int c = 0; c <= 2 * deepest; c++) {
            columns.add(new ArrayList<>());
        }
        wiring.ends().forEach(this::visit);
        List<List<Place>> wires = new ArrayList<>();
        for (int i = 0; i < steps.length; i++) {
            for (Wire wire : wiring.nodes().get(i).in()) {
                wires.add(connect(steps[wire.from()], steps[i]));
            }
        }
        return wires;
    }

    private void visit(int i) {
        if (steps[i] == null) {
            steps[i] = place(2 * depth[i]);
            wiring.nodes().get(i).in().forEach(wire -> visit(wire.from()));
        }
    }

    private List<Place> connect(Place from, Place to) {
        List<Place> path = new ArrayList<>(List.of(from));
        for (int c = from.column + 1; c < to.column; c++) {
            path.add(place(c));
        }
        path.add(to);
        for (int k = 1; k < path.size(); k++) {
            path.get(k - 1).right.add(path.get(k));
            path.get(k).left.add(path.get(k - 1));
        }
        return path;
    }

    private Place place(int column) {
        List<Place> places = columns.get(column);
        Place place = new Place(column, places.size());
        places.add(place);
        return place;
    }

    /** Orders the places of a column by the mean of their neighbors on one side, and keeps a row between each two. */
    private static void arrange(List<Place> column, boolean byLeft) {
        if (column.isEmpty()) {
            return;
        }
        double[] wanted = new double[column.size()];
        for (Place place : column) {
            List<Place> near = byLeft ? place.left : place.right;
            place.y = near.stream().mapToDouble(p -> p.y).average().orElse(place.y);
        }
        column.sort(Comparator.comparingDouble(p -> p.y));
        double shift = 0;
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = column.get(i).y;
            column.get(i).y = i == 0 ? wanted[i] : Math.max(wanted[i], column.get(i - 1).y + 1);
            shift += (column.get(i).y - wanted[i]) / wanted.length;
        }
        for (Place place : column) {
            place.y -= shift;
        }
    }

    /** The middle of a column; those of steps are even. */
    private double x(int column) {
        return STEP_WIDTH / 2 + column * ((STEP_WIDTH + LABEL_WIDTH) / 2 + SLANT);
    }

    private double left(Place place) {
        return INPUT_ROOM + x(place.column) - half(place);
    }

    private double right(Place place) {
        return INPUT_ROOM + x(place.column) + half(place);
    }

    private static double half(Place place) {
        return (place.column % 2 == 0 ? STEP_WIDTH : LABEL_WIDTH) / 2;
    }

    private void stroke(List<Place> path) {
        int n = path.size();
        double[] xs = new double[2 * n - 2], ys = new double[2 * n - 2];
        for (int k = 0; k < n; k++) {
            if (k > 0) {
                xs[2 * k - 1] = left(path.get(k));
                ys[2 * k - 1] = path.get(k).y;
            }
            if (k < n - 1) {
                xs[2 * k] = right(path.get(k));
                ys[2 * k] = path.get(k).y;
            }
        }
        marks.add(new Mark.Stroke(xs, ys, 1.5, Palette.AXIS, 0));
    }

    private void label(List<List<Place>> paths) {
        int k = 0;
        for (Node node : wiring.nodes()) {
            for (Wire wire : node.in()) {
                Place at = paths.get(k++).get(1);
                double x = INPUT_ROOM + x(at.column);
                text(x, at.y - 5, wire.above(), FORWARD);
                text(x, at.y + 14, wire.below(), BACKWARD);
            }
        }
    }

    private void text(double x, double base, String text, int rgb) {
        marks.add(new Mark.Text(x, base, NUMBER.shorten(text, LABEL_WIDTH + SLANT), NUMBER, rgb, Anchor.MIDDLE));
    }

    private void step(Node node, Place place) {
        double x = INPUT_ROOM + x(place.column);
        if (node.in().isEmpty()) {
            String label = STEP.shorten(node.label(), INPUT_ROOM + STEP_WIDTH - EDGE);
            marks.add(new Mark.Text(right(place) - 5, place.y + 4, label, STEP, Palette.INK, Anchor.END));
        } else if (!node.label().isBlank()) {
            marks.add(new Mark.Dot(x, place.y, RADIUS + 1, Palette.INK));
            marks.add(new Mark.Dot(x, place.y, RADIUS - 0.5, Palette.PAPER));
            String label = STEP.shorten(node.label(), 2 * RADIUS - 3);
            marks.add(new Mark.Text(x, place.y + 4, label, STEP, Palette.INK, Anchor.MIDDLE));
        }
    }
}
