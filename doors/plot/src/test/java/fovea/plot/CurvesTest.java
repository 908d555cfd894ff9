package fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import fovea.plot.Curves.Line;
import fovea.plot.Curves.Panel;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurvesTest {

    private static final double NAN = Double.NaN;

    private static Drawing drawn(Panel... panels) {
        Curves curves = Curves.of("ResNet-20 on CIFAR-10", "epoch", panels);
        Drawing drawing = new CurvesLayout(curves).drawing();
        Pages.assertTextsInside(drawing);
        assertThat(curves.picture().png()).isEqualTo(curves.picture().png());
        return drawing;
    }

    private static List<Mark.Stroke> lines(Drawing drawing) {
        return Pages.marks(drawing, Mark.Stroke.class).stream()
                .filter(stroke -> stroke.width() == 2 && stroke.xs()[1] - stroke.xs()[0] != 20)
                .toList();
    }

    @Test
    void panelsStandBesideEachOther() {
        Panel loss = Panel.of("loss", Line.of("training", 2, 1)),
                accuracy = Panel.shares("accuracy", Line.of("held out", 0.1, 0.95));
        Drawing one = drawn(loss), two = drawn(loss, accuracy);
        assertThat(two.width()).isBetween(1.8 * one.width(), 2 * one.width());
        assertThat(two.height()).isEqualTo(one.height());
        assertThat(Pages.texts(two))
                .contains("ResNet-20 on CIFAR-10", "loss", "accuracy", "training", "held out", "100 %");
    }

    @Test
    void aLineGoesWhereItsValuesAre() {
        Drawing drawing = drawn(Panel.of("loss", Line.of("training", 0, 10)));
        Mark.Stroke line = lines(drawing).getFirst();
        assertThat(line.ys()[0] - line.ys()[1]).isEqualTo(230);
        assertThat(line.xs()[1]).isGreaterThan(line.xs()[0]);
        double x = (line.xs()[0] + line.xs()[1]) / 2, y = (line.ys()[0] + line.ys()[1]) / 2;
        assertThat(Pages.color(new Picture(drawing), x, y)).isEqualTo(Palette.line(0));
        assertThat(Pages.color(new Picture(drawing), x, y + 10)).isEqualTo(Palette.PAPER);
    }

    @Test
    void unknownValuesAreGapsAndLonelyOnesDots() {
        double[] values = {3, 2, NAN, 1, Double.POSITIVE_INFINITY, 1, 2};
        Drawing drawing = drawn(Panel.of("loss", Line.of("training", values)));
        assertThat(lines(drawing)).extracting(line -> line.xs().length).containsExactly(2, 2);
        assertThat(Pages.marks(drawing, Mark.Dot.class)).hasSize(5 + 1); // and one in the legend
    }

    @Test
    void aSinglePointIsADot() {
        Drawing drawing = drawn(Panel.of("loss", Line.of("training", 0.5)));
        assertThat(lines(drawing)).isEmpty();
        Mark.Dot dot = Pages.marks(drawing, Mark.Dot.class).getLast();
        assertThat(Pages.color(new Picture(drawing), dot.x(), dot.y())).isEqualTo(Palette.line(0));
    }

    @Test
    void noValuesAreSaid() {
        assertThat(Pages.texts(drawn(Panel.of("loss")))).contains("no values yet");
        assertThat(Pages.texts(drawn(Panel.shares("loss", Line.of("a"), Line.of("b", NAN)))))
                .contains("no values yet");
        assertThat(Pages.texts(drawn(Panel.of("loss", Line.of("a", 1))))).doesNotContain("no values yet");
    }

    @Test
    void manyPointsHaveNoDots() {
        double[] values = DoubleStream.iterate(1, v -> v * 0.999).limit(5000).toArray();
        assertThat(Pages.marks(drawn(Panel.of("loss", Line.of("training", values))), Mark.Dot.class))
                .hasSize(1);
    }

    @Test
    void manyLinesAndLongNamesStayOnThePage() {
        Line[] lines = IntStream.range(0, 40)
                .mapToObj(i -> Line.of("line " + "very ".repeat(i) + "long", i, i + 1))
                .toArray(Line[]::new);
        Drawing drawing =
                drawn(Panel.of("a title that is far too long for a panel ".repeat(5), lines), Panel.of("", lines));
        assertThat(Pages.texts(drawing)).anyMatch(text -> text.endsWith("…") && text.startsWith("line very"));
        assertThat(lines(drawing)).extracting(Mark.Stroke::dashes).contains(0.0, 5.0);
    }

    @Test
    void valuesOfAnySizeStayOnThePage() {
        drawn(
                Panel.of("large", Line.of("a", -1e300, 1e300)),
                Panel.of("small", Line.of("a", 1e-310, -1e-310)),
                Panel.of("flat", Line.of("a", 123456789.123, 123456789.124)),
                Panel.shares("beyond", Line.of("a", -2, 3)));
    }

    @Test
    void placesNeedNotBeEpochs() {
        Line line = new Line("loss", new double[] {0.25, 0.5, 0.75}, new double[] {3, 2, 1});
        assertThat(Pages.texts(drawn(Panel.of("loss", line)))).contains("0.3", "0.7");
    }

    @Test
    void changingTheArrayLaterChangesNothing() {
        double[] values = {2, 1};
        Line line = Line.of("loss", values);
        values[0] = 7;
        assertThat(line.y()).containsExactly(2, 1);
    }

    @Test
    void wrongInputIsRefused() {
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> new Line("loss", new double[2], new double[3]))
                .withMessage("curves: line 'loss' has 2 places and 3 values\n"
                        + "  give one value for each place; NaN where it is unknown");
        assertThatExceptionOfType(PictureException.class).isThrownBy(() -> Curves.of("", "epoch"));
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> new Curves("", "epoch", Collections.nCopies(7, Panel.of("loss"))));
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> new Panel("loss", false, Collections.nCopies(41, Line.of("a", 1))))
                .withMessageContaining("41 lines in the panel 'loss'");
    }

    @Test
    void pointsAreDotsThatNothingJoins() {
        double[] x = {3, 1, 2};
        Drawing drawing = drawn(Panel.of("y = a x + b", Line.points("seen", x, new double[] {9, 1, 4})));
        assertThat(lines(drawing)).isEmpty();
        assertThat(Pages.marks(drawing, Mark.Dot.class)).hasSize(3 + 1); // and the legend's
    }
}
