package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InitialTest {

    @Test
    void theSameSeedGivesTheSameBitsOnEveryMachine() {
        float[] normal =
                Initial.normal(Shape.of(5), 1, new SplittableRandom(42)).toArray();
        assertThat(Initial.normal(Shape.of(5), 1, new SplittableRandom(42)).toArray())
                .isEqualTo(normal);
        assertThat(Arrays.hashCode(normal)).isEqualTo(-1409486852);
    }

    @Test
    void heWeightsHaveTheDeviationThatTheFanOutAsksFor() {
        float[] w = Initial.he(Shape.of(64, 32, 3, 3), new SplittableRandom(3)).toArray();
        double mean = 0;
        double square = 0;
        for (float each : w) {
            mean += each / w.length;
            square += (double) each * each / w.length;
        }
        assertThat(mean).isCloseTo(0, within(2e-3));
        assertThat(Math.sqrt(square)).isCloseTo(Math.sqrt(2.0 / (64 * 9)), within(1e-3));
    }

    @Test
    void uniformWeightsFillTheirRange() {
        Linear linear = Linear.of(100, 50, new SplittableRandom(5));
        float[] sorted = linear.weight().get().toArray();
        Arrays.sort(sorted);
        assertThat(sorted[0]).isBetween(-0.1f, -0.099f);
        assertThat(sorted[sorted.length - 1]).isBetween(0.099f, 0.1f);
        for (float b : linear.bias().get().toArray()) {
            assertThat(b).isBetween(-0.1f, 0.1f);
        }
    }
}
