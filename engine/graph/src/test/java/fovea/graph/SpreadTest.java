package fovea.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpreadTest {
    private final SplittableRandom random = new SplittableRandom(1);

    private float[] normal(int count, double deviation) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian(0, deviation);
        }
        return numbers;
    }

    /** Four of a thousand numbers cut by up to 3 cost less, in squares, than all others gain by finer steps. */
    @Test
    void evenlySpreadNumbersAreReachedNearlyToTheEnd() {
        Spread spread = new Spread();
        float[] numbers = new float[1000];
        for (int i = 0; i < 1000; i++) {
            numbers[i] = i % 2 == 0 ? i : -i;
        }
        spread.add(numbers);
        assertThat(spread.reach(127)).isCloseTo(996, within(1.0));
    }

    /** Banner et al. 2019 (arXiv:1810.05723), section 2: 3.92 deviations are best for 128 steps on each side of a normal distribution. */
    @Test
    void rareLargeNumbersAreCutOff() {
        Spread spread = new Spread();
        spread.add(normal(100_000, 0.5));
        spread.add(normal(100_000, 0.5));
        assertThat(spread.reach(127)).isCloseTo(3.92 * 0.5, within(0.1));
    }

    @Test
    void largerNumbersThanBeforeWidenTheBins() {
        Spread spread = new Spread();
        spread.add(new float[] {0, 1});
        spread.add(new float[] {-100, 100, 50});
        assertThat(spread.reach(255)).isCloseTo(100, within(100.0 / 512));
    }

    @Test
    void ofZerosThereIsNoReach() {
        Spread spread = new Spread();
        spread.add(new float[3]);
        assertThat(spread.reach(127)).isZero();
        assertThatThrownBy(() -> spread.add(new float[] {Float.NaN})).hasMessageContaining("not finite");
    }
}
