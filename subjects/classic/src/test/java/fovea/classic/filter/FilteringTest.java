package fovea.classic.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.tensor.Index;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FilteringTest {
    private static final int SIDE = 6;

    private final SplittableRandom random = new SplittableRandom(3);
    private final float[] x = numbers(SIDE * SIDE);
    private final float[] w = numbers(9);

    private float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }

    private float at(int i, int j) {
        return x[Math.clamp(i, 0, SIDE - 1) * SIDE + Math.clamp(j, 0, SIDE - 1)];
    }

    /** The sum over u and v, sign +1 as correlation has it or −1 as convolution does. */
    private float[] sums(int sign) {
        float[] y = new float[SIDE * SIDE];
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                for (int u = 0; u < 3; u++) {
                    for (int v = 0; v < 3; v++) {
                        y[i * SIDE + j] += at(i + sign * (u - 1), j + sign * (v - 1)) * w[3 * u + v];
                    }
                }
            }
        }
        return y;
    }

    private Tensor picture() {
        return Tensor.of(Shape.of(1, 1, SIDE, SIDE), x);
    }

    private Tensor filter() {
        return Tensor.of(Shape.of(1, 1, 3, 3), w);
    }

    @Test
    void correlationSlidesTheFilterAsItIs() {
        assertThat(Filtering.correlate(picture(), filter()).toArray()).containsExactly(sums(1), Offset.offset(1e-5f));
    }

    @Test
    void convolutionTurnsTheFilterFirst() {
        assertThat(Filtering.convolve(picture(), filter()).toArray()).containsExactly(sums(-1), Offset.offset(1e-5f));
    }

    @Test
    void aSinglePointShowsTheFilterTurnedByCorrelationAndUprightByConvolution() {
        Tensor point = Tensor.zeros(Shape.of(1, 1, 5, 5)).with(1, Index.at(0), Index.at(0), Index.at(2), Index.at(2));
        Tensor middle = Filtering.convolve(point, filter()).slice(2, 1, 4).slice(3, 1, 4);
        assertThat(middle.toArray()).containsExactly(w);
        Tensor turned = Filtering.correlate(point, filter()).slice(2, 1, 4).slice(3, 1, 4);
        assertThat(turned.flip(2, 3).toArray()).containsExactly(w);
    }

    @Test
    void oneMatrixProductOfPatchesGivesTheSame() {
        Tensor pictures = Tensor.of(Shape.of(2, 1, 5, 4), numbers(40));
        Tensor filters = Tensor.of(Shape.of(3, 1, 3, 3), numbers(27));
        Tensor product = Filtering.byPatches(pictures, filters);
        assertThat(product.shape()).isEqualTo(Shape.of(2, 3, 5, 4));
        assertThat(product.toArray())
                .containsExactly(Filtering.correlate(pictures, filters).toArray(), Offset.offset(1e-5f));
    }

    @Test
    void aFilterWithoutAMiddlePixelIsRefused() {
        assertThatThrownBy(() -> Filtering.correlate(picture(), Tensor.ones(Shape.of(1, 1, 2, 2))))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[1, 1, 2, 2]")
                .hasMessageContaining("odd");
    }
}
