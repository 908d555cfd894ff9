package fovea.zoo;

import static fovea.zoo.Learning.count;
import static fovea.zoo.Learning.learns;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.autograd.Autograd;
import fovea.nn.BatchNormLayer;
import fovea.nn.Pass;
import fovea.nn.Variables;
import fovea.nn.summary.Row;
import fovea.nn.summary.Summary;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FractalNetTest {
    private static final List<Integer> ULTRA_DEEP = List.of(16, 32, 64, 128, 128);

    private final RandomGenerator random = new SplittableRandom(1);

    /** What the initial weights are is not counted. */
    private final RandomGenerator cheap = () -> 1L << 62;

    /** Larsson et al. 2016, table 3, for CIFAR-100: columns, depth, millions of parameters. */
    @ParameterizedTest
    @CsvSource({"1, 5, 0.3", "2, 10, 0.8", "3, 20, 2.1", "4, 40, 4.8", "5, 80, 10.2", "6, 160, 21.1"})
    void ultraDeepNetsHaveTheParametersOfTheirTable(int columns, int depth, double millions) {
        FractalNet net = FractalNet.cifar(columns, ULTRA_DEEP, FractalNet.Drop.NONE, 3, 100, cheap);
        assertThat(Math.round(count(net) / 1e5) / 10.0).isEqualTo(millions);
        assertThat(net.blocks().stream()
                        .mapToInt(block -> block.columns().getLast().layers().size())
                        .sum())
                .isEqualTo(depth);
    }

    /** A block of three columns: three convolutions from the channels before, four within. */
    @Test
    void thePapersNetForCifarHas33Point7MillionParameters() {
        int[] widths = {3, 64, 128, 256, 512, 512};
        long expected = 512 * 10 + 10;
        for (int i = 1; i < widths.length; i++) {
            expected += 9L * (3 * widths[i - 1] * widths[i] + 4 * widths[i] * widths[i]) + 7 * 2 * widths[i];
        }
        FractalNet net = FractalNet.cifar(3, List.of(64, 128, 256, 512, 512), FractalNet.Drop.PAPER, 3, 10, cheap);
        assertThat(count(net)).isEqualTo(expected).isEqualTo(33_724_618);
    }

    @Test
    void unitsRunInTheOrderOfTheFractal() {
        FractalNet net = FractalNet.cifar(3, List.of(4, 8), FractalNet.Drop.PAPER, 3, 10, cheap);
        Summary summary = Summary.of(net, Shape.of(1, 3, 32, 32));
        assertThat(summary.rows().stream()
                        .map(Row::name)
                        .filter(name -> name.matches("blocks.0.*conv"))
                        .toList())
                .containsExactly(
                        "blocks.0.columns.2.0.conv",
                        "blocks.0.columns.1.0.conv",
                        "blocks.0.columns.2.1.conv",
                        "blocks.0.columns.2.2.conv",
                        "blocks.0.columns.0.0.conv",
                        "blocks.0.columns.1.1.conv",
                        "blocks.0.columns.2.3.conv");
        assertThat(Variables.of(net).named().keySet())
                .contains("blocks.1.columns.2.3.conv.weight", "blocks.0.columns.0.0.bn.running_var", "fc.bias");
    }

    /** f₃ by the rule, written out. */
    @Test
    void aBlockIsTheExpansionRule() {
        FractalNet net = FractalNet.cifar(3, List.of(4), FractalNet.Drop.NONE, 3, 5, random);
        var columns = net.blocks().getFirst().columns();
        Tensor x = RandomStream.of(2).normal(Shape.of(2, 3, 8, 8));
        var one = columns.get(0).layers();
        var two = columns.get(1).layers();
        var four = columns.get(2).layers();
        Tensor half =
                mean(four.get(1).forward(four.get(0).forward(x)), two.get(0).forward(x));
        Tensor deep = four.get(3).forward(four.get(2).forward(half));
        Tensor joined = mean(
                deep.maxPool2d(2, 2),
                two.get(1).forward(half).maxPool2d(2, 2),
                one.get(0).forward(x).maxPool2d(2, 2));
        Tensor expected = net.fc().forward(joined.mean(2, 3));
        assertThat(net.forward(x).toArray()).usingComparatorWithPrecision(1e-5f).containsExactly(expected.toArray());
    }

    private static Tensor mean(Tensor... all) {
        Tensor sum = all[0];
        for (int i = 1; i < all.length; i++) {
            sum = sum.add(all[i]);
        }
        return sum.div(all.length);
    }

    @Test
    void itLearnsFromSmallBatches() {
        learns(FractalNet.cifar(3, List.of(4, 8), FractalNet.Drop.NONE, 3, 5, random), Shape.of(3, 9, 8), 5);
    }

    /** What a block of two columns answers in training is one of the joins that drop-path allows, each as often as it should. */
    @Test
    void everyStepOfTrainingTakesPathsThatDropPathAllows() {
        FractalNet net = FractalNet.cifar(2, List.of(4), new FractalNet.Drop(0.4, 0), 3, 5, random);
        Tensor x = RandomStream.of(2).normal(Shape.of(2, 3, 8, 8));
        float[] shallow = Pass.training(() -> net.column(0).forward(x)).toArray();
        float[] deep = Pass.training(() -> net.column(1).forward(x)).toArray();
        float[] both = new float[shallow.length];
        for (int i = 0; i < both.length; i++) {
            both[i] = (shallow[i] + deep[i]) / 2;
        }
        RandomStream chance = RandomStream.of(3);
        int[] seen = new int[3];
        int times = 300;
        for (int i = 0; i < times; i++) {
            float[] y = Pass.training(chance, () -> net.forward(x)).toArray();
            int which = isNear(y, shallow) ? 0 : isNear(y, deep) ? 1 : isNear(y, both) ? 2 : -1;
            assertThat(which).isNotNegative();
            seen[which]++;
        }
        // Half of the steps one column; in the other half both with 0.6², else either: 0.18 of all, 0.41 and 0.41.
        assertThat(seen[2] / (double) times).isCloseTo(0.18, within(0.08));
        assertThat(seen[0] / (double) times).isCloseTo(0.41, within(0.1));
        assertThat(seen[1] / (double) times).isCloseTo(0.41, within(0.1));
        assertThat(net.forward(x).toArray())
                .as("in inference nothing is dropped")
                .isEqualTo(net.forward(x).toArray());
    }

    private static boolean isNear(float[] a, float[] b) {
        return IntStream.range(0, a.length).allMatch(i -> Math.abs(a[i] - b[i]) < 1e-4);
    }

    /** Global drop-path in a net of several blocks and columns: some steps give a gradient to one column's units alone, the same in both. */
    @Test
    void globalDropPathTrainsOneColumnInAllBlocks() {
        FractalNet net = FractalNet.cifar(3, List.of(4, 4), FractalNet.Drop.PAPER, 3, 5, random);
        Tensor x = RandomStream.of(2).normal(Shape.of(2, 3, 8, 8));
        RandomStream chance = RandomStream.of(3);
        int[] alone = new int[3];
        for (int i = 0; i < 60; i++) {
            var found = Autograd.valueAndGradients(
                    net.parameters(),
                    () -> Pass.training(chance, () -> net.forward(x).square().sum()));
            assertThat(found.value().item()).isFinite();
            List<String> learning = Variables.of(net).namedParameters().entrySet().stream()
                    .filter(each -> each.getKey().endsWith("conv.weight"))
                    .filter(each ->
                            found.gradients().get(each.getValue()).abs().sum().item() > 0)
                    .map(each -> each.getKey().replaceFirst("blocks\\..\\.", ""))
                    .map(name -> name.substring(0, "columns.0".length()))
                    .distinct()
                    .toList();
            assertThat(learning).isNotEmpty();
            if (learning.size() == 1) {
                alone[learning.getFirst().charAt("columns.".length()) - '0']++;
            }
        }
        assertThat(alone).as("each column ran alone").doesNotContain(0);
        assertThat(IntStream.of(alone).sum()).isBetween(15, 50);
    }

    /** In a step of which the shallow column is all, the deeper ones still see pictures: their statistics are not those of zeros. */
    @Test
    void statisticsOfColumnsThatDoNotRunStaySane() {
        FractalNet net = FractalNet.cifar(3, List.of(4), FractalNet.Drop.PAPER, 3, 5, random);
        Tensor x = RandomStream.of(2).normal(Shape.of(2, 3, 8, 8));
        RandomStream chance = RandomStream.of(3);
        for (int i = 0; i < 200; i++) {
            Pass.training(chance, () -> net.forward(x));
        }
        BatchNormLayer last = ((FractalNet.Unit)
                        net.blocks().getFirst().columns().get(2).layers().get(2))
                .bn();
        assertThat(last.runningVar().get().min().item()).isGreaterThan(0.01f);
    }

    @Test
    void aColumnAloneSharesItsVariables() {
        FractalNet net = FractalNet.cifar(3, List.of(4, 8), FractalNet.Drop.PAPER, 1, 5, random);
        assertThat(net.column(2).parameters()).hasSize(2 * 4 * 3 + 2).isSubsetOf(net.parameters());
        assertThat(net.column(0).forward(Tensor.ones(Shape.of(2, 1, 28, 28))).shape())
                .isEqualTo(Shape.of(2, 5));
    }

    @Test
    void whatIsNoFractalIsRefused() {
        assertThatThrownBy(() -> FractalNet.cifar(0, List.of(4), FractalNet.Drop.NONE, 3, 5, random))
                .hasMessageContaining("one or more of each");
        assertThatThrownBy(() -> new FractalNet.Drop(1, 0)).hasMessageContaining("from 0 to below 1");
        assertThatThrownBy(() -> FractalNet.cifar(2, List.of(4), FractalNet.Drop.NONE, 3, 5, random)
                        .column(2))
                .hasMessageContaining("column 2 of 2");
    }
}
