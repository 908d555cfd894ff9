package fovea.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.autograd.Autograd;
import fovea.nn.Variables;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.testing.GradientCheck;
import fovea.testing.Samples;
import fovea.testing.TensorAssertions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HierarchicalSoftmaxTest {
    private final Samples samples = new Samples(new SplittableRandom(5), DType.F64);

    private HierarchicalSoftmax loss(CodeTree tree, int features) {
        return new HierarchicalSoftmax(
                tree,
                new Parameter(samples.smooth(Shape.of(tree.classes() - 1, features))),
                new Parameter(samples.smooth(Shape.of(tree.classes() - 1))),
                Reduction.NONE);
    }

    @Test
    void probabilitiesOfAllClassesSumTo1() {
        HierarchicalSoftmax loss = loss(CodeTree.balanced(7), 3);
        double[] sums = loss.logProbabilities(samples.smooth(Shape.of(4, 3)))
                .exp()
                .sum(1)
                .toDoubles();
        for (double sum : sums) {
            assertThat(sum).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void theLossIsMinusTheLogarithmOfTheLabelsProbability() {
        HierarchicalSoftmax loss = loss(CodeTree.huffman(9, 1, 1, 4, 2), 3);
        Tensor x = samples.smooth(Shape.of(5, 3));
        double[] all = loss.logProbabilities(x).reshape(Shape.of(25)).toDoubles();
        double[] found = loss.of(x, Tensor.of(Shape.of(5), 0, 1, 2, 3, 4)).toDoubles();
        for (int i = 0; i < 5; i++) {
            assertThat(found[i]).isCloseTo(-all[i * 5 + i], within(1e-12));
        }
    }

    @Test
    void twoClassesAreALogisticLoss() {
        HierarchicalSoftmax loss = new HierarchicalSoftmax(
                CodeTree.balanced(2),
                new Parameter(Tensor.of(Shape.of(1, 1), 2.0)),
                new Parameter(Tensor.of(Shape.of(1), -1.0)),
                Reduction.NONE);
        double[] found = loss.of(Tensor.of(Shape.of(2, 1), 3.0, 3), Tensor.of(Shape.of(2), 0L, 1))
                .toDoubles();
        assertThat(found[0]).isCloseTo(Math.log1p(Math.exp(-5)), within(1e-12));
        assertThat(found[1]).isCloseTo(Math.log1p(Math.exp(5)), within(1e-12));
    }

    @Test
    void gradientsByTheFeaturesMatchDifferences() {
        HierarchicalSoftmax loss = loss(CodeTree.balanced(5), 3);
        Tensor labels = Tensor.of(Shape.of(4), 0, 2, 4, 1);
        GradientCheck check = new GradientCheck(
                "hierarchicalSoftmax",
                x -> List.of(loss.of(x.get(0), labels)),
                List.of(samples.smooth(Shape.of(4, 3))));
        check.first(1e-9);
        check.second(1e-9);
    }

    @Test
    void gradientsByTheWeightsAreThoseOfTheWholeDistribution() {
        HierarchicalSoftmax loss = loss(CodeTree.balanced(5), 3);
        Tensor x = samples.smooth(Shape.of(4, 3));
        Tensor labels = Tensor.of(Shape.of(4), 0, 2, 4, 1);
        List<Parameter> weights = List.of(loss.weight(), loss.bias());
        Map<Parameter, Tensor> found = Autograd.valueAndGradients(
                        weights, () -> loss.of(x, labels).sum())
                .gradients();
        Map<Parameter, Tensor> whole = Autograd.valueAndGradients(
                        weights,
                        () -> new NegativeLogLikelihood()
                                .withReduction(Reduction.SUM)
                                .of(loss.logProbabilities(x), labels))
                .gradients();
        for (Parameter each : weights) {
            TensorAssertions.assertClose(found.get(each), whole.get(each), 8);
        }
    }

    @Test
    void frequentClassesAreNearTheRoot() {
        CodeTree tree = CodeTree.huffman(45, 13, 12, 16, 9, 5);
        assertThat(Arrays.stream(tree.nodes()).mapToInt(each -> each.length)).containsExactly(1, 3, 3, 3, 4, 4);
        assertThat(tree.nodes()[0]).containsExactly(0);
        assertThat(CodeTree.balanced(1000).depth()).isEqualTo(10);
        assertThat(CodeTree.balanced(8).depth()).isEqualTo(3);
    }

    @Test
    void itsWeightsAreVariables() {
        HierarchicalSoftmax loss = HierarchicalSoftmax.of(CodeTree.balanced(5), 3, new SplittableRandom(1));
        assertThat(Variables.of(loss).parameters()).containsExactly(loss.weight(), loss.bias());
    }

    @Test
    void saysWhatWouldFit() {
        HierarchicalSoftmax loss = loss(CodeTree.balanced(5), 3);
        assertThatThrownBy(() -> loss.logProbabilities(samples.smooth(Shape.of(4, 2))))
                .hasMessage("hierarchicalSoftmax: x is f64[4, 2] and the weight f64[4, 3], with 5 classes"
                        + System.lineSeparator() + "  x must be [N, D] and the weight [4, D] of the same type");
        assertThatThrownBy(() -> loss.of(samples.smooth(Shape.of(4, 3)), Tensor.of(Shape.of(1), 0)))
                .hasMessageContaining("labels must be [4] of whole numbers");
        assertThatThrownBy(() -> loss.of(samples.smooth(Shape.of(1, 3)), Tensor.of(Shape.of(1), 5)))
                .hasMessageContaining("place 5 of an axis of 5");
        assertThatThrownBy(() -> CodeTree.balanced(1)).hasMessageContaining("it needs 2 classes or more");
    }
}
