package fovea.zoo;

import static fovea.zoo.Learning.count;
import static fovea.zoo.Learning.learns;
import static org.assertj.core.api.Assertions.assertThat;

import fovea.nn.Pass;
import fovea.nn.summary.Row;
import fovea.nn.summary.Summary;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AllConvNetTest {
    private final RandomGenerator random = new SplittableRandom(1);

    /** What the initial weights are is not counted. */
    private final RandomGenerator cheap = () -> 1L << 62;

    /** Springenberg et al. 2014, table 3: 1.4 million for All-CNN-C and ConvPool-CNN-C; without the two convolutions for pooling fewer. */
    @Test
    void netsHaveTheParametersOfTheirLayers() {
        long all = (27 + 1) * 96 + 2 * (864 + 1) * 96 + (864 + 1) * 192 + 3 * (1728 + 1) * 192L + 193 * 192 + 193 * 10;
        assertThat(count(net(AllConvNet.Halving.CONVOLUTION))).isEqualTo(all).isEqualTo(1_369_738);
        assertThat(count(net(AllConvNet.Halving.CONVOLUTION_AND_MAXIMA))).isEqualTo(all);
        long fewer = all - (864 + 1) * 96 - (1728 + 1) * 192;
        assertThat(count(net(AllConvNet.Halving.MAXIMA))).isEqualTo(fewer).isEqualTo(954_730);
        assertThat(count(net(AllConvNet.Halving.STRIDE))).isEqualTo(fewer);
    }

    private AllConvNet net(AllConvNet.Halving halving) {
        return AllConvNet.c(halving, 0.5, 3, 10, cheap);
    }

    /** Table 2: nine convolutions on maps of 32, 16, 8 and, at the end, 6 pixels, over which the mean goes. */
    @Test
    void mapsAreThoseOfTheTable() {
        assertThat(sides(AllConvNet.Halving.CONVOLUTION)).containsExactly(32, 32, 16, 16, 16, 8, 6, 6, 6);
        assertThat(sides(AllConvNet.Halving.STRIDE)).containsExactly(32, 16, 16, 8, 6, 6, 6);
        assertThat(sides(AllConvNet.Halving.MAXIMA)).containsExactly(32, 32, 16, 16, 16, 8, 6, 6, 6);
        assertThat(sides(AllConvNet.Halving.CONVOLUTION_AND_MAXIMA))
                .containsExactly(32, 32, 32, 16, 16, 16, 16, 8, 6, 6, 6);
    }

    private List<Integer> sides(AllConvNet.Halving halving) {
        return Summary.of(net(halving), Shape.of(1, 3, 32, 32)).rows().stream()
                .filter(row -> row.kind().matches("conv.*|max pool.*"))
                .map(Row::output)
                .map(shape -> shape.size(3))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void allLearnFromSmallBatches(AllConvNet.Halving halving) {
        learns(AllConvNet.c(halving, 0, 3, 5, random), Shape.of(3, 12, 16), 5);
    }

    @Test
    void trainingLeavesOutNumbersUnlessToldNotTo() {
        Tensor x = RandomStream.of(1).normal(Shape.of(1, 3, 12, 12));
        AllConvNet dropped = AllConvNet.c(AllConvNet.Halving.STRIDE, 0.5, 3, 5, random);
        float[] calm = dropped.forward(x).toArray();
        float[] wild =
                Pass.training(RandomStream.of(2), () -> dropped.forward(x)).toArray();
        assertThat(Arrays.equals(calm, wild)).isFalse();
        AllConvNet whole = AllConvNet.c(AllConvNet.Halving.STRIDE, 0, 3, 5, random);
        assertThat(Pass.training(RandomStream.of(2), () -> whole.forward(x)).toArray())
                .isEqualTo(whole.forward(x).toArray());
    }
}
