package fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import fovea.plot.Surface.Trail;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SurfaceTest {
    private static final double[] PLACES =
            IntStream.rangeClosed(-10, 10).mapToDouble(i -> i / 5.0).toArray();

    /** A bowl, x² + y², from 0 in the middle to 8 in the corners. */
    private static Surface bowl() {
        double[][] values = new double[PLACES.length][PLACES.length];
        for (int row = 0; row < PLACES.length; row++) {
            for (int column = 0; column < PLACES.length; column++) {
                values[row][column] = PLACES[row] * PLACES[row] + PLACES[column] * PLACES[column];
            }
        }
        return Surface.of("a bowl", "a", "b", PLACES, PLACES, values);
    }

    private static Drawing drawn(Surface surface) {
        Drawing drawing = new SurfaceLayout(surface).drawing();
        Pages.assertTextsInside(drawing);
        assertThat(surface.picture().png()).isEqualTo(surface.picture().png());
        return drawing;
    }

    @Test
    void valleysAreDarkAndPeaksLight() {
        Pixels plot = Pages.marks(drawn(bowl()), Mark.Image.class).getFirst().pixels();
        double middle = Palette.luminance(plot.rgb(plot.width() / 2, plot.height() / 2));
        double corner = Palette.luminance(plot.rgb(0, 0));
        assertThat(middle).isLessThan(0.05);
        assertThat(corner).isGreaterThan(0.9);
    }

    @Test
    void linesOfEqualHeightAreWhereTheHeightIs() {
        Drawing drawing = drawn(bowl());
        Mark.Image plot = Pages.marks(drawing, Mark.Image.class).getFirst();
        List<Mark.Stroke> lines = Pages.marks(drawing, Mark.Stroke.class).stream()
                .filter(stroke -> stroke.width() == 0.6)
                .toList();
        assertThat(lines).hasSizeGreaterThan(100);
        assertThat(lines).allSatisfy(line -> {
            double a = height(plot, line.xs()[0], line.ys()[0]), b = height(plot, line.xs()[1], line.ys()[1]);
            assertThat(a).isCloseTo(b, org.assertj.core.data.Offset.offset(0.025));
            assertThat(a / 0.4).isCloseTo(Math.rint(a / 0.4), org.assertj.core.data.Offset.offset(0.06));
        });
    }

    private static double height(Mark.Image plot, double x, double y) {
        double a = -2 + 4 * (x - plot.x()) / plot.width(), b = 2 - 4 * (y - plot.y()) / plot.height();
        return a * a + b * b;
    }

    @Test
    void aTrailGoesThroughItsPointsAndEndsAtTheFrame() {
        Trail trail = new Trail("descent", new double[] {-1, 0, 5}, new double[] {1, 0, 5});
        Drawing drawing = drawn(bowl().withTrails(trail));
        Mark.Image plot = Pages.marks(drawing, Mark.Image.class).getFirst();
        Mark.Stroke line = Pages.marks(drawing, Mark.Stroke.class).stream()
                .filter(stroke -> stroke.width() == 1.6)
                .findFirst()
                .orElseThrow();
        assertThat(line.xs()).containsExactly(plot.x() + plot.width() / 4, plot.x() + plot.width() / 2);
        assertThat(line.ys()).containsExactly(plot.y() + plot.height() / 4, plot.y() + plot.height() / 2);
        assertThat(Pages.texts(drawing)).contains("descent", "a bowl", "a", "b");
    }

    @Test
    void holesAreWhite() {
        double[][] values = {{0, 1, 2}, {1, Double.NaN, 3}, {2, 3, Double.POSITIVE_INFINITY}};
        double[] places = {0, 1, 2};
        Pixels plot = Pages.marks(drawn(Surface.of("", "", "", places, places, values)), Mark.Image.class)
                .getFirst()
                .pixels();
        assertThat(plot.rgb(plot.width() / 2, plot.height() / 2)).isEqualTo(Palette.PAPER);
    }

    @Test
    void aSurfaceWithoutDifferencesIsStillDrawn() {
        double[] places = {0, 1};
        drawn(Surface.of("flat", "a", "b", places, places, new double[][] {{2, 2}, {2, 2}}));
        drawn(Surface.of("nothing", "a", "b", places, places, new double[][] {
            {Double.NaN, Double.NaN}, {Double.NaN, Double.NaN}
        }));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        double[] places = {0, 1};
        double[][] values = {{0, 1}};
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> Surface.of("f", "", "", places, places, values))
                .withMessageContaining("2 upward and 1 rows");
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> Surface.of("f", "", "", new double[] {1, 0}, places, values))
                .withMessageContaining("ascend");
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> new Trail("t", places, new double[1]))
                .withMessageContaining("'t'");
    }
}
