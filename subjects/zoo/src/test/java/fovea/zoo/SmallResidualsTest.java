package fovea.zoo;

import static fovea.zoo.Learning.count;
import static fovea.zoo.Learning.learns;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.nn.Layer;
import fovea.nn.Pass;
import fovea.nn.Variables;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Residual and dense networks for CIFAR, and plain ones to compare with. */
class SmallResidualsTest {
    private final RandomGenerator random = new SplittableRandom(1);

    /** What the initial weights are is not counted. */
    private final RandomGenerator cheap = () -> 1L << 62;

    private final Shape image = Shape.of(3, 9, 8);

    /** He et al. 2015, table 6: 19.4 million. */
    @Test
    void the1202LayersHave19Point4MillionParameters() {
        assertThat(count(ResNet.cifar(1202, 3, 10, cheap))).isBetween(19_350_000L, 19_450_000L);
    }

    /** Shortcuts without parameters: plain networks have as many; those for photographs have fewer by their three projections. */
    @Test
    void plainNetsHaveTheParametersOfResidualOnes() {
        assertThat(count(ResNet.plain(20, 3, 10, cheap))).isEqualTo(269_722);
        assertThat(count(ResNet.plain(56, 3, 10, cheap))).isEqualTo(count(ResNet.cifar(56, 3, 10, cheap)));
        long projections = 64L * 128 + 128 * 256 + 256 * 512 + 2 * (128 + 256 + 512);
        assertThat(count(ResNet.plain(34, 3, 1000, cheap))).isEqualTo(21_797_672 - projections);
    }

    /** He et al. 2016, table 3: 1.7, 1.7 and 10.2 million; the exact counts hold what those round to. */
    @Test
    void preActivationNetsHaveTheParametersOfTheirPaper() {
        assertThat(count(PreActResNet.cifar(110, 3, 10, cheap))).isEqualTo(1_727_962);
        assertThat(count(PreActResNet.cifar(164, 3, 10, cheap))).isEqualTo(1_703_258);
        assertThat(count(PreActResNet.cifar(1001, 3, 10, cheap))).isEqualTo(10_327_706);
    }

    /** Zagoruyko and Komodakis 2016: 2.7 and 36.5 million; the exact counts hold what those round to. */
    @Test
    void wideNetsHaveTheParametersOfTheirPaper() {
        assertThat(count(PreActResNet.wide(16, 4, 0, 3, 10, cheap))).isEqualTo(2_748_890);
        assertThat(count(PreActResNet.wide(28, 10, 0.3, 3, 10, cheap))).isEqualTo(36_479_194);
    }

    /** Huang et al. 2016, table 2: 1.0 and 0.8 million; the exact counts hold what those round to. */
    @Test
    void denseNetsHaveTheParametersOfTheirPaper() {
        assertThat(count(DenseNet.cifar(40, 12, false, 3, 10, cheap))).isEqualTo(1_019_722);
        assertThat(count(DenseNet.cifar(100, 12, true, 3, 10, cheap))).isEqualTo(769_162);
    }

    /** Xie et al. 2016, table 7: 34.4 and 68.1 million. */
    @Test
    void residualNetsInGroupsHaveTheParametersOfTheirPaper() {
        assertThat(count(ResNet.nextCifar(29, 8, 64, 3, 10, cheap)))
                .isBetween(34_350_000L, 34_450_000L)
                .isEqualTo(34_426_698);
        assertThat(count(ResNet.nextCifar(29, 16, 64, 3, 10, cheap))).isBetween(68_050_000L, 68_200_000L);
    }

    @Test
    void allLearnFromSmallBatches() {
        learns(ResNet.nextCifar(11, 2, 8, 3, 5, random), image, 5);
        learns(ResNet.plain(20, 3, 5, random), image, 5);
        learns(ResNet.cifar(20, 3, 5, random).withStochasticDepth(1), image, 5);
        learns(PreActResNet.cifar(20, 3, 5, random), image, 5);
        learns(PreActResNet.cifar(164, 3, 5, random), image, 5);
        learns(PreActResNet.wide(16, 2, 0.3, 3, 5, random), image, 5);
        learns(DenseNet.cifar(10, 6, false, 3, 5, random), image, 5);
        learns(DenseNet.cifar(22, 6, true, 3, 5, random), image, 5);
    }

    /** Equation 4 of Huang et al. 2016: with 54 blocks and p_L = 0.5, block l is left out with probability l / 108. */
    @Test
    void blocksAreLeftOutTheMoreOftenTheDeeperTheyAre() {
        ResNet net = ResNet.cifar(110, 3, 10, cheap).withStochasticDepth(0.5);
        List<Layer> blocks =
                net.stages().stream().flatMap(stage -> stage.layers().stream()).toList();
        assertThat(blocks).hasSize(54);
        for (int l = 1; l <= 54; l++) {
            assertThat(((BasicBlock) blocks.get(l - 1)).survival().p()).isEqualTo(l / 108.0);
        }
        assertThat(Variables.of(net).named().keySet())
                .isEqualTo(Variables.of(ResNet.cifar(110, 3, 10, cheap)).named().keySet());
    }

    /** What is left out for certain is a shortcut: no block's convolutions count, and answers without training are unchanged. */
    @Test
    void aBlockLeftOutIsItsShortcut() {
        Tensor x = RandomStream.of(1).normal(Shape.of(2, 16, 5, 5)).abs();
        BasicBlock block = BasicBlock.of(16, 16, 1, random);
        Tensor gone = Pass.training(RandomStream.of(2), () -> block.dropped(1).forward(x));
        assertThat(gone.toArray()).isEqualTo(x.toArray());
        assertThat(block.dropped(1).forward(x).toArray())
                .isEqualTo(block.forward(x).toArray());
    }

    @Test
    void otherDepthsAreRefused() {
        assertThatThrownBy(() -> ResNet.nextCifar(30, 8, 64, 3, 10, cheap)).hasMessageContaining("9n + 2");
        assertThatThrownBy(() -> PreActResNet.cifar(18, 3, 10, cheap)).hasMessageContaining("6n + 2 below 164");
        assertThatThrownBy(() -> PreActResNet.wide(18, 2, 0, 3, 10, cheap)).hasMessageContaining("6n + 4");
        assertThatThrownBy(() -> DenseNet.cifar(41, 12, false, 3, 10, cheap)).hasMessageContaining("3n + 4");
        assertThatThrownBy(() -> ResNet.plain(20, 3, 10, cheap).withStochasticDepth(0.5))
                .hasMessageContaining("cannot be left out");
    }
}
