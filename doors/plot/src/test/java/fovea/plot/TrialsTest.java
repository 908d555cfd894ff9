package fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrialsTest {
    private static final double[] KS = {1, 3, 5};
    private static final double[][] FOLDS = {{0.2, 0.4}, {0.5, 0.5}, {0.1, 0.3}};

    private static Drawing drawn(Trials trials) {
        Drawing drawing = new TrialsLayout(trials).drawing();
        Pages.assertTextsInside(drawing);
        return drawing;
    }

    @Test
    void everyTrialIsADotAboveItsPlace() {
        Drawing drawing = drawn(Trials.shares("k", "neighbors", "accuracy", KS, FOLDS));
        List<Mark.Dot> dots = Pages.marks(drawing, Mark.Dot.class);
        assertThat(dots).hasSize(6);
        assertThat(dots.get(0).x())
                .isEqualTo(dots.get(1).x())
                .isLessThan(dots.get(2).x());
        assertThat(dots.get(0).y()).isGreaterThan(dots.get(1).y());
        assertThat(Pages.texts(drawing)).contains("k", "neighbors", "accuracy", "50 %");
    }

    /** Mean .3, deviation .1: the bar goes from dot to dot; where all trials agree it has no height. */
    @Test
    void barsAreOneDeviationUpAndDown() {
        Drawing drawing = drawn(Trials.shares("k", "neighbors", "accuracy", KS, FOLDS));
        List<Mark.Dot> dots = Pages.marks(drawing, Mark.Dot.class);
        List<Mark.Stroke> bars = Pages.marks(drawing, Mark.Stroke.class).stream()
                .filter(stroke -> stroke.width() == 1.5 && stroke.xs()[0] == stroke.xs()[1])
                .toList();
        assertThat(bars).hasSize(3);
        assertThat(bars.get(0).ys()[0]).isCloseTo(dots.get(1).y(), within(1e-9));
        assertThat(bars.get(0).ys()[1]).isCloseTo(dots.get(0).y(), within(1e-9));
        assertThat(bars.get(1).ys()[0]).isCloseTo(bars.get(1).ys()[1], within(1e-9));
        Mark.Stroke line = Pages.marks(drawing, Mark.Stroke.class).stream()
                .filter(stroke -> stroke.width() == 2)
                .findFirst()
                .orElseThrow();
        assertThat(line.ys()[0]).isCloseTo((dots.get(0).y() + dots.get(1).y()) / 2, within(1e-9));
    }

    @Test
    void onePlaceWithOneTrialIsDrawn() {
        assertThat(Pages.marks(
                        drawn(new Trials("", "x", "y", false, new double[] {7}, new double[][] {{-3}})),
                        Mark.Dot.class))
                .hasSize(1);
    }

    @Test
    void placesWithoutValuesAreRefused() {
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> Trials.shares("k", "", "", KS, new double[][] {{1}, {}, {1}}))
                .withMessageContaining("place 3.0 with values []");
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> Trials.shares("k", "", "", KS, new double[][] {{1}}))
                .withMessageContaining("3 places and 1 rows");
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> Trials.shares("k", "", "", new double[] {1}, new double[][] {{Double.NaN}}));
    }
}
