package fovea.lessons;

import fovea.classic.circuit.Circuit;
import fovea.classic.circuit.Wire;
import fovea.plot.Picture;
import fovea.plot.Regions.Frame;
import fovea.plot.Regions.Panel;
import fovea.plot.Regions.Points;
import fovea.plot.Wiring;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Pictures of what lessons calculate. */
public final class Sketches {
    private static final int CELLS = 130;

    private Sketches() {}

    /** A circuit from left to right, on every wire its value above and the gradient that came back along it below. */
    public static Wiring of(String title, Circuit circuit) {
        List<Wiring.Node> nodes = new ArrayList<>();
        for (Wire wire : circuit.wires()) {
            nodes.add(new Wiring.Node(
                    wire.symbol(),
                    IntStream.range(0, wire.inputs().size())
                            .mapToObj(i -> wire(wire.inputs().get(i), wire.passed(i)))
                            .toList()));
        }
        for (Wire result : circuit.results()) {
            nodes.add(new Wiring.Node("", List.of(wire(result, result.gradient()))));
        }
        return Wiring.of(title, nodes);
    }

    private static Wiring.Wire wire(Wire wire, double gradient) {
        return new Wiring.Wire(wire.place(), two(wire.value()), two(gradient));
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value == 0 ? 0.0 : value);
    }

    /**
     * What a classifier says everywhere in a square of the plane, and points of known classes.
     *
     * @param reach of the square around the origin
     * @param scores for {@code x [M, 2]} the scores {@code [M, classes]}; with one column, class 1 where the score is above 0
     * @param x {@code f32 [N, 2]}
     * @param labels one for each point
     */
    public static Panel regions(String title, double reach, UnaryOperator<Tensor> scores, Tensor x, int[] labels) {
        float[] places = new float[CELLS * CELLS * 2];
        for (int i = 0; i < CELLS * CELLS; i++) {
            int row = i / CELLS;
            int column = i % CELLS;
            places[2 * i] = (float) (reach * (2 * (column + 0.5) / CELLS - 1));
            places[2 * i + 1] = (float) (reach * (1 - 2 * (row + 0.5) / CELLS));
        }
        Tensor said = scores.apply(Tensor.of(Shape.of(CELLS * CELLS, 2), places));
        int[] best = said.shape().size(1) == 1
                ? said.gt(0).cast(fovea.tensor.DType.I32).toInts()
                : said.argmax(1).cast(fovea.tensor.DType.I32).toInts();
        int[][] classes = new int[CELLS][CELLS];
        for (int i = 0; i < best.length; i++) {
            classes[i / CELLS][i % CELLS] = best[i];
        }
        return new Panel(title, Frame.square(reach), classes, points(x.toArray(), labels));
    }

    private static List<Points> points(float[] x, int[] labels) {
        int classes = IntStream.of(labels).max().orElse(-1) + 1;
        return IntStream.range(0, classes)
                .mapToObj(c -> {
                    int[] of = IntStream.range(0, labels.length)
                            .filter(i -> labels[i] == c)
                            .toArray();
                    return new Points(
                            IntStream.of(of).mapToDouble(i -> x[2 * i]).toArray(),
                            IntStream.of(of).mapToDouble(i -> x[2 * i + 1]).toArray());
                })
                .toList();
    }

    /** Stores a picture where lessons leave theirs, {@code runs/lessons/NAME.png}, and the same as SVG; says where. */
    public static Path keep(String name, Picture picture) {
        try {
            Path folder = Files.createDirectories(Path.of("runs", "lessons"));
            picture.svg(folder.resolve(name + ".svg"));
            return picture.png(folder.resolve(name + ".png"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder runs/lessons", e);
        }
    }
}
