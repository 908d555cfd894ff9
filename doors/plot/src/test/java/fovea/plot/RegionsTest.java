package fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.plot.Regions.Frame;
import fovea.plot.Regions.Panel;
import fovea.plot.Regions.Points;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegionsTest {
    private static final Points LOW = new Points(new double[] {-0.5, 9}, new double[] {-0.5, 0});
    private static final Points HIGH = new Points(new double[] {0.5}, new double[] {0.5});

    /** Class 1 above, class 0 below. */
    private static final Regions HALVES = Regions.of(
            "Two halves", new Panel("a line", Frame.square(1), new int[][] {{1, 1}, {0, 0}}, List.of(LOW, HIGH)));

    @Test
    void theTopRowOfTheGridIsAbove() {
        Mark.Image ground = Pages.marks(new RegionsLayout(HALVES).drawing(), Mark.Image.class)
                .getFirst();
        Picture picture = HALVES.picture();
        double x = ground.x() + ground.width() / 4;
        assertThat(Pages.color(picture, x, ground.y() + 5)).isEqualTo(Palette.ground(1));
        assertThat(Pages.color(picture, x, ground.y() + ground.height() - 5)).isEqualTo(Palette.ground(0));
    }

    @Test
    void pointsLieWhereTheyAreAndThoseOutsideAreLeftAway() {
        Drawing drawing = new RegionsLayout(HALVES).drawing();
        Mark.Image ground = Pages.marks(drawing, Mark.Image.class).getFirst();
        List<Mark.Dot> dots = Pages.marks(drawing, Mark.Dot.class).stream()
                .filter(dot -> dot.rgb() != Palette.PAPER)
                .toList();
        assertThat(dots).hasSize(2);
        assertThat(dots.get(0).x()).isEqualTo(ground.x() + 0.25 * ground.width());
        assertThat(dots.get(0).y()).isEqualTo(ground.y() + 0.75 * ground.height());
        assertThat(dots.get(0).rgb()).isEqualTo(Palette.line(0));
        assertThat(dots.get(1).y()).isEqualTo(ground.y() + 0.25 * ground.height());
        assertThat(dots.get(1).rgb()).isEqualTo(Palette.line(1));
    }

    @Test
    void textsStayInside() throws Exception {
        Drawing drawing = new RegionsLayout(HALVES).drawing();
        Pages.assertTextsInside(drawing);
        assertThat(Pages.texts(drawing)).contains("Two halves", "a line", "-0.5", "0", "1.0");
        Pages.parsed(HALVES.picture().svg());
    }

    @Test
    void refusesWhatIsNoRectangle() {
        assertThatThrownBy(() -> new Panel("", Frame.square(1), new int[][] {{1, 1}, {0}}, List.of()))
                .isInstanceOf(PictureException.class)
                .hasMessageContaining("different lengths");
        assertThatThrownBy(() -> new Panel("", Frame.square(1), new int[0][], List.of()))
                .hasMessageContaining("0 x 0");
        assertThatThrownBy(() -> new Frame(1, 1, 0, 1)).hasMessageContaining("less than the right");
        assertThatThrownBy(() -> new Points(new double[1], new double[2])).hasMessageContaining("both for each point");
        assertThatThrownBy(() -> Regions.of("none")).hasMessageContaining("0 panels");
    }
}
