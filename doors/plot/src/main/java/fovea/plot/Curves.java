package fovea.plot;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How numbers change while a model learns: one panel beside another, each with several named lines over the same axis.
 *
 * <pre>{@code
 * Curves.of("LeNet-5 on MNIST", "epoch",
 *                 Panel.of("loss, nats", Line.of("training", loss), Line.of("held out", heldOutLoss)),
 *                 Panel.shares("accuracy", Line.of("held out", accuracy)))
 *         .picture()
 *         .png(Path.of("curves.png"));
 * }</pre>
 *
 * @param title above all panels; may be empty
 * @param across what the horizontal axes count
 * @param panels at least one, at most {@value #MOST_PANELS}
 */
public record Curves(String title, String across, List<Panel> panels) {

    private static final int MOST_PANELS = 6;
    private static final int MOST_LINES = 40;

    /** Refuses no panels and more than fit beside each other. */
    public Curves {
        panels = List.copyOf(panels);
        if (panels.isEmpty() || panels.size() > MOST_PANELS) {
            throw new PictureException(
                    "curves: " + panels.size() + " panels", "give 1 to " + MOST_PANELS + ", or draw several pictures");
        }
    }

    /** Curves in panels from left to right. */
    public static Curves of(String title, String across, Panel... panels) {
        return new Curves(title, across, List.of(panels));
    }

    /** Lays the curves out. */
    public Picture picture() {
        return new Picture(new CurvesLayout(this).drawing());
    }

    /**
     * Lines that share a vertical axis.
     *
     * @param title names what is measured, with its unit
     * @param shares whether values are parts of one, to be labeled in percent
     * @param lines at most {@value #MOST_LINES}; where none has a value the panel says that there are none yet
     */
    public record Panel(String title, boolean shares, List<Line> lines) {

        /** Refuses more lines than an eye can follow. */
        public Panel {
            lines = List.copyOf(lines);
            if (lines.size() > MOST_LINES) {
                throw new PictureException(
                        "curves: " + lines.size() + " lines in the panel '" + title + "'",
                        "give at most " + MOST_LINES + ", or draw several pictures");
            }
        }

        /** A panel of plain numbers, such as losses. */
        public static Panel of(String title, Line... lines) {
            return new Panel(title, false, List.of(lines));
        }

        /** A panel of parts of one, such as accuracies, labeled in percent. */
        public static Panel shares(String title, Line... lines) {
            return new Panel(title, true, List.of(lines));
        }
    }

    /**
     * Points joined from left to right. Where a value is NaN or infinite the line has a gap.
     *
     * @param name for the legend
     * @param x places on the horizontal axis, ascending
     * @param y values, one for each place
     */
    @SuppressWarnings("ArrayRecordComponent") // plain arrays are what callers have; copied in, handed to nobody
    public record Line(String name, double[] x, double[] y) {

        /** Refuses places and values that are not as many. */
        public Line {
            if (x.length != y.length) {
                throw new PictureException(
                        "curves: line '" + name + "' has " + x.length + " places and " + y.length + " values",
                        "give one value for each place; NaN where it is unknown");
            }
            x = x.clone();
            y = y.clone();
        }

        /** Values after 1, 2, 3 … epochs. */
        public static Line of(String name, double... values) {
            return new Line(
                    name,
                    IntStream.rangeClosed(1, values.length).asDoubleStream().toArray(),
                    values);
        }

        /** Points that nothing joins: a cloud to lay lines through. Their places need not ascend. */
        public static Line points(String name, double[] x, double[] y) {
            if (x.length != y.length) {
                throw new PictureException(
                        "curves: points '" + name + "' have " + x.length + " places and " + y.length + " values",
                        "give one value for each place");
            }
            double[] places = new double[2 * x.length];
            double[] values = new double[2 * y.length];
            for (int i = 0; i < x.length; i++) {
                places[2 * i] = x[i];
                values[2 * i] = y[i];
                places[2 * i + 1] = x[i];
                values[2 * i + 1] = Double.NaN; // a gap after each
            }
            return new Line(name, places, values);
        }

        boolean shows(int i) {
            return Axis.holds(x[i]) && Axis.holds(y[i]);
        }

        boolean isEmpty() {
            return IntStream.range(0, x.length).noneMatch(this::shows);
        }

        boolean countsWholeSteps() {
            return Arrays.stream(x).allMatch(place -> place == Math.rint(place));
        }
    }
}
