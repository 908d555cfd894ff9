package fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import fovea.plot.Scatter.Point;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ScatterTest {
    private static Drawing drawn(Point... points) {
        Scatter scatter = new Scatter("accuracy and cost", "millions", "accuracy", true, List.of(points));
        Drawing drawing = new ScatterLayout(scatter).drawing();
        Pages.assertTextsInside(drawing);
        return drawing;
    }

    @Test
    void equalFactorsAreEquallyFarApart() {
        List<Mark.Dot> dots = Pages.marks(
                drawn(new Point("a", 10, 0.8), new Point("b", 40, 0.9), new Point("c", 160, 0.85)), Mark.Dot.class);
        assertThat(dots.get(1).x() - dots.get(0).x())
                .isPositive()
                .isCloseTo(dots.get(2).x() - dots.get(1).x(), within(1e-9));
        assertThat(dots.get(1).y()).isLessThan(dots.get(2).y());
        assertThat(dots.get(2).y()).isLessThan(dots.get(0).y());
    }

    @Test
    void pointsAreNamedAndAxesLabeled() {
        assertThat(Pages.texts(drawn(new Point("one net", 12, 0.8), new Point("another", 300, 0.9))))
                .contains("one net", "another", "20", "50", "100", "200", "80 %", "90 %", "millions");
    }

    /** Names of points that nearly coincide go to different sides. */
    @Test
    void namesDoNotCoverEachOtherOrDots() {
        Drawing drawing = drawn(
                new Point("a long name", 40, 0.85),
                new Point("another name", 40.5, 0.85),
                new Point("the third", 40, 0.8502),
                new Point("right", 400, 0.9));
        List<Rectangle2D> names = new ArrayList<>();
        for (Mark.Text text : Pages.marks(drawing, Mark.Text.class)) {
            if (List.of("a long name", "another name", "the third", "right").contains(text.text())) {
                double size = text.lettering().size();
                names.add(new Rectangle2D.Double(
                        text.x(), text.y() - 0.8 * size, text.lettering().width(text.text()), size));
            }
        }
        assertThat(names).hasSize(4);
        for (int i = 0; i < names.size(); i++) {
            for (Mark.Dot dot : Pages.marks(drawing, Mark.Dot.class)) {
                assertThat(names.get(i).contains(dot.x(), dot.y())).isFalse();
            }
            for (int j = 0; j < i; j++) {
                assertThat(names.get(i).intersects(names.get(j))).isFalse();
            }
        }
    }

    @Test
    void onePointIsDrawnBetweenTicks() {
        assertThat(Pages.texts(drawn(new Point("alone", 41, 0.9)))).contains("alone", "50");
    }

    @Test
    void ticksAreRoundAndFew() {
        assertThat(LogAxis.along(DoubleStream.of(3, 90)).ticks()).containsExactly(5.0, 10.0, 20.0, 50.0, 100.0);
        assertThat(LogAxis.along(DoubleStream.of(1e-3, 1e6)).ticks())
                .containsExactly(1e-3, 1e-2, 1e-1, 1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6);
        assertThat(LogAxis.along(DoubleStream.of(35, 90)).ticks())
                .containsExactly(30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0);
        assertThat(LogAxis.label(1e6)).isEqualTo("1000000");
        assertThat(LogAxis.label(1e-3)).isEqualTo("0.001");
    }

    @Test
    void whatHasNoLogarithmIsRefused() {
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> drawn(new Point("free", 0, 0.9)))
                .withMessageContaining("free at 0.0");
        assertThatExceptionOfType(PictureException.class).isThrownBy(() -> drawn(new Point("", 1, Double.NaN)));
        assertThatExceptionOfType(PictureException.class).isThrownBy(() -> drawn());
    }
}
