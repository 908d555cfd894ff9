package fovea.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.format.NdArray;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Gradients may be off by their norms, one number in ten by more. */
class GradientStatisticsTest {

    private static final double[] EXPECTED = new double[30];

    static {
        for (int i = 0; i < 30; i += 3) {
            EXPECTED[i] = 2;
        }
    }

    private static NdArray of(double... numbers) {
        return NdArray.ofDoubles(new long[] {numbers.length / 3, 3}, numbers);
    }

    private static Optional<Mismatch> off(double by, int... places) {
        double[] got = EXPECTED.clone();
        for (int place : places) {
            got[place] += by;
        }
        return GradientStatistics.compare("g", of(got), of(EXPECTED), 0.002);
    }

    @Test
    void usualNumbersAreWithinFiveThousandths() {
        assertThat(off(0.0099, 0, 1, 4, 5, 7, 29)).isEmpty();
        assertThat(off(0.0101, 0, 1, 4)).isEmpty();
        assertThat(off(0.0101, 0, 1, 4, 5)).isPresent();
    }

    @Test
    void noneIsOffByMoreThanHalfANorm() {
        assertThat(off(0.99, 8)).isEmpty();
        assertThat(off(1.01, 8).orElseThrow().what())
                .contains("worst is number 8")
                .contains("0.505 norms");
        assertThat(off(Double.NaN, 8)).isPresent();
    }

    @Test
    void theFormulaIsThatOfThePack() {
        assertThat(Scatter.statistics(fovea.tensor.Tensor.of(3f, -4), 0)[0]).isEqualTo(5);
        assertThat(Scatter.statistics(fovea.tensor.Tensor.of(3f, -4), 0)[1]).isEqualTo(-1);
        // r(0) = −1, since 0³ is 0; r(1) from 40503³ mod 65519.
        long cube = java.math.BigInteger.valueOf(40503)
                .pow(3)
                .mod(java.math.BigInteger.valueOf(65519))
                .longValue();
        assertThat(Scatter.statistics(fovea.tensor.Tensor.of(3f, -4), 0)[2])
                .isCloseTo(-3 - 4 * (2.0 * cube / 65518 - 1), org.assertj.core.api.Assertions.within(1e-12));
    }
}
