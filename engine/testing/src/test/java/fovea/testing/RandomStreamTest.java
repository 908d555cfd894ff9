package fovea.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.graph.Compiled;
import fovea.tensor.DType;
import fovea.tensor.Draw;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

    /** The first words of Philox 4×32-10 under key 0 at counter 0 are 6627e8d5 e169c58d bc57ac4c 9b00dbd8 (Random123's known answers). */
    @Test
    void theCipherGivesTheKnownAnswer() {
        Draw single = new Draw(new Spec(Shape.of(1), DType.F32), Draw.Distribution.UNIFORM);
        assertThat(single.element(0, 0, 0, 0)).isEqualTo((0x6627e8d5 >>> 8) * 0x1p-24);
        Draw precise = new Draw(new Spec(Shape.of(1), DType.F64), Draw.Distribution.UNIFORM);
        assertThat(precise.element(0, 0, 0, 0)).isEqualTo((0x6627e8d5e169c58dL >>> 11) * 0x1p-53);
    }

    @Test
    void theSameSeedGivesTheSameBitsAndEachDrawOthers() {
        RandomStream a = RandomStream.of(7);
        RandomStream b = RandomStream.of(7);
        float[] first = a.normal(Shape.of(5)).toArray();
        assertThat(b.normal(Shape.of(5)).toArray()).isEqualTo(first);
        assertThat(a.normal(Shape.of(5)).toArray()).isNotEqualTo(first);
    }

    @Test
    void streamsSplitDependOnSeedAndNumberAlone() {
        RandomStream a = RandomStream.of(7);
        a.uniform(Shape.of(3));
        float[] split = a.split(1).uniform(Shape.of(4)).toArray();
        assertThat(RandomStream.of(7).split(1).uniform(Shape.of(4)).toArray()).isEqualTo(split);
        assertThat(RandomStream.of(7).split(2).uniform(Shape.of(4)).toArray()).isNotEqualTo(split);
        assertThat(RandomStream.of(7).uniform(Shape.of(4)).toArray()).isNotEqualTo(split);
    }

    @Test
    void aCompiledStepDrawsAnewEachTime() {
        RandomStream eager = RandomStream.of(3);
        RandomStream compiled = RandomStream.of(3);
        Compiled step = Compiled.of(x -> List.of(x.getFirst().add(compiled.uniform(Shape.of(2)))));
        for (int i = 0; i < 3; i++) {
            assertThat(step.run(Tensor.zeros(Shape.of(2))).getFirst().toArray())
                    .isEqualTo(eager.uniform(Shape.of(2)).toArray());
        }
    }

    @Test
    void numbersHaveTheMomentsOfTheirDistribution() {
        RandomStream random = RandomStream.of(1);
        double[] uniform = doubles(random.uniform(Shape.of(100_000), -1, 3));
        assertThat(Arrays.stream(uniform).average().orElseThrow()).isCloseTo(1, within(0.02));
        assertThat(Arrays.stream(uniform).min().orElseThrow()).isBetween(-1.0, -0.999);
        double[] normal = doubles(random.normal(Shape.of(100_000)));
        assertThat(Arrays.stream(normal).average().orElseThrow()).isCloseTo(0, within(0.02));
        assertThat(Arrays.stream(normal).map(x -> x * x).average().orElseThrow())
                .isCloseTo(1, within(0.03));
        assertThat(Arrays.stream(normal).map(x -> x * x * x * x).average().orElseThrow())
                .isCloseTo(3, within(0.15));
        double[] coins = doubles(random.bernoulli(Shape.of(100_000), 0.3));
        assertThat(Arrays.stream(coins).average().orElseThrow()).isCloseTo(0.3, within(0.01));
        assertThat(random.integers(Shape.of(1000), -2, 3).toInts())
                .contains(-2, -1, 0, 1, 2)
                .doesNotContain(-3, 3);
        assertThat(random.permutation(50).toInts())
                .containsExactlyInAnyOrder(numbers(50))
                .isNotEqualTo(numbers(50));
    }

    @Test
    void placesAreDrawnInProportionToTheirWeights() {
        Tensor weights = Tensor.of(Shape.of(2, 4), 0f, 1f, 3f, 0f, 2f, 0f, 0f, 2f);
        int[] drawn = RandomStream.of(5).multinomial(weights, 20_000, true).toInts();
        assertThat(share(drawn, 0, 20_000, 1)).isCloseTo(0.25, within(0.015));
        assertThat(share(drawn, 0, 20_000, 2)).isCloseTo(0.75, within(0.015));
        assertThat(share(drawn, 20_000, 40_000, 0)).isCloseTo(0.5, within(0.015));
        assertThat(share(drawn, 20_000, 40_000, 3)).isCloseTo(0.5, within(0.015));
    }

    /** The second of two comes first with probability 3/4, whichever follows. */
    @Test
    void withoutReplacementNoPlaceComesTwice() {
        Tensor weights = Tensor.of(1f, 3f, 0f).broadcastTo(Shape.of(20_000, 3));
        int[] drawn = RandomStream.of(6).multinomial(weights, 2, false).toInts();
        int first = 0;
        for (int i = 0; i < drawn.length; i += 2) {
            assertThat(new int[] {drawn[i], drawn[i + 1]}).containsExactlyInAnyOrder(0, 1);
            first += drawn[i];
        }
        assertThat(first / 20_000.0).isCloseTo(0.75, within(0.015));
    }

    @Test
    void probabilitiesMayDiffer() {
        Tensor p = Tensor.of(0f, 0.2f, 1f).broadcastTo(Shape.of(20_000, 3));
        double[] share = doubles(RandomStream.of(8).bernoulli(p).cast(DType.F64).mean(0));
        assertThat(share[0]).isZero();
        assertThat(share[1]).isCloseTo(0.2, within(0.015));
        assertThat(share[2]).isEqualTo(1);
    }

    private static double share(int[] drawn, int from, int to, int place) {
        return Arrays.stream(drawn, from, to).filter(i -> i == place).count() / (double) (to - from);
    }

    private static double[] doubles(Tensor x) {
        return TensorAssertions.doubles(x);
    }

    private static int[] numbers(int n) {
        int[] numbers = new int[n];
        Arrays.setAll(numbers, i -> i);
        return numbers;
    }
}
