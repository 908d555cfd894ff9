package fovea.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LineTest {
    private static final double[] X = {1, 2, 3, 4};
    private static final double[] Y = {6, 5, 7, 10};

    /** A textbook example: y = 3.5 + 1.4 x, with squared errors of 1.21, 1.69, 0.49 and 0.81. */
    @Test
    void leastSquaresAreExact() {
        Line found = Line.leastSquares(X, Y);
        assertThat(found.a()).isCloseTo(1.4, Offset.offset(1e-12));
        assertThat(found.b()).isCloseTo(3.5, Offset.offset(1e-12));
        assertThat(found.error(X, Y)).isCloseTo(4.2 / 4, Offset.offset(1e-12));
    }

    @Test
    void descentComesToRestOnTheExactLine() {
        List<Line> way =
                new Line(0, 0).descend(X, new double[] {0.6, 0.5, 0.7, 1}, 0.02, 40_000, new SplittableRandom(3));
        assertThat(way).hasSize(40_001);
        assertThat(way.getFirst()).isEqualTo(new Line(0, 0));
        assertThat(way.getLast().a()).isCloseTo(0.14, Offset.offset(1e-3));
        assertThat(way.getLast().b()).isCloseTo(0.35, Offset.offset(1e-3));
    }

    @Test
    void noLineGoesThroughPointsOverOnePlace() {
        assertThatThrownBy(() -> Line.leastSquares(new double[] {2, 2}, new double[] {0, 1}))
                .hasMessageContaining("one place");
        assertThatThrownBy(() -> Line.leastSquares(new double[] {2}, new double[] {0}))
                .hasMessageContaining("two points");
    }
}
