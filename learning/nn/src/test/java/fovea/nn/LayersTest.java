package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.autograd.Autograd;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LayersTest {

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void linearMultipliesByTheTransposedWeight() {
        Linear linear = new Linear(
                new Parameter(Tensor.of(Shape.of(2, 3), 1f, 2, 3, 4, 5, 6)), new Parameter(Tensor.of(10f, 20)));
        assertThat(linear.forward(Tensor.of(Shape.of(1, 3), 1f, 0, -1)).toArray())
                .containsExactly(8, 18);
    }

    @Test
    void linearTakesAnyNumberOfAxesAndNoBias() {
        Linear linear = Linear.of(3, 2, random);
        Tensor x = Tensor.of(Shape.of(2, 2, 3), 1f, 2, 3, 4, 5, 6, -1, 0, 1, 2, 2, 2);
        Tensor y = linear.forward(x);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 2, 2));
        assertThat(y.toArray())
                .isEqualTo(linear.forward(x.reshape(Shape.of(4, 3))).toArray());
        assertThat(linear.forward(Tensor.of(1f, 2, 3)).shape()).isEqualTo(Shape.of(2));
        assertThat(linear.forward(Tensor.ones(Shape.of(0, 2, 3))).shape()).isEqualTo(Shape.of(0, 2, 2));
        Linear plain = Linear.unbiased(3, 2, random);
        assertThat(Variables.of(plain).named().keySet()).containsExactly("weight");
        assertThat(plain.forward(Tensor.zeros(Shape.of(1, 3))).toArray()).containsOnly(0);
    }

    @Test
    void aLearnedSlopeIsOneOrOneForEachChannel() {
        Tensor x = Tensor.of(Shape.of(1, 2, 2), -1f, 1, -2, 2);
        assertThat(PRelu.of().forward(x).toArray()).containsExactly(-0.25f, 1, -0.5f, 2);
        PRelu each = PRelu.of(2);
        each.weight().set(Tensor.of(0.5f, 0));
        assertThat(each.forward(x).abs().toArray()).containsExactly(0.5f, 1, 0, 2);
    }

    @Test
    void aLearnedAlphaIsOneOrOneForEachChannel() {
        Tensor x = Tensor.of(Shape.of(1, 2, 2), -1.0, 1, -2, 2);
        double below = Math.exp(-2) - 1;
        assertThat(LearnedElu.of().forward(x.cast(DType.F32)).toArray())
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly((float) (Math.exp(-1) - 1), 1, (float) below, 2);
        LearnedElu each = new LearnedElu(new Parameter(Tensor.of(Shape.of(2), 0.5, 3)));
        assertThat(each.forward(x).toDoubles()[2]).isCloseTo(3 * below, within(1e-15));
        var gradients = Autograd.valueAndGradients(
                        each.parameters(), () -> each.forward(x).mul(2).sum())
                .gradients();
        assertThat(gradients.get(each.alpha()).toDoubles())
                .containsExactly(new double[] {2 * (Math.exp(-1) - 1), 2 * below}, within(1e-14));
        double[] dx = Autograd.gradient(x, t -> each.forward(t).sum()).toDoubles();
        assertThat(dx).containsExactly(new double[] {0.5 * Math.exp(-1), 1, 3 * Math.exp(-2), 1}, within(1e-14));
        assertThatThrownBy(() -> LearnedElu.of(3).forward(x))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("α [1] or [C]");
        Tensor far = Tensor.of(Shape.of(1, 1), 1000f);
        assertThat(Autograd.gradient(far, t -> LearnedElu.of().forward(t).sum()).toArray())
                .containsExactly(1);
    }

    @Test
    void convolutionAddsItsBiasToEachChannel() {
        Conv2dLayer conv = new Conv2dLayer(
                new Parameter(Tensor.ones(Shape.of(2, 1, 2, 2))), new Parameter(Tensor.of(0f, 10)), Window.of(2, 2), 1);
        Tensor y = conv.forward(Tensor.of(Shape.of(1, 1, 2, 2), 1f, 2, 3, 4));
        assertThat(y.shape()).isEqualTo(Shape.of(1, 2, 1, 1));
        assertThat(y.toArray()).containsExactly(10, 20);
    }

    @Test
    void aPassIsOneOfInferenceUnlessSaidOtherwise() {
        assertThat(Pass.isTraining()).isFalse();
        assertThat(Pass.training(Pass::isTraining)).isTrue();
        assertThat(Pass.training(() -> Pass.inference(Pass::isTraining))).isFalse();
    }

    @Test
    void batchNormLearnsTheStatisticsOfBatchesAsPyTorchDoes() {
        BatchNormLayer norm = BatchNormLayer.of(1);
        Tensor x = Tensor.of(Shape.of(4, 1), 1f, 2, 3, 6);
        float[] y = Pass.training(() -> norm.forward(x)).toArray();
        // mean 3, biased variance 3.5, unbiased 14/3
        assertThat(y[3]).isCloseTo((float) (3 / Math.sqrt(3.5 + 1e-5)), within(1e-5f));
        assertThat(norm.runningMean().get().item()).isCloseTo(0.3, within(1e-6));
        assertThat(norm.runningVar().get().item()).isCloseTo(0.9 + 0.1 * 14 / 3, within(1e-6));
    }

    @Test
    void batchNormAnswersWithRunningStatisticsAndLeavesThemAlone() {
        BatchNormLayer norm = BatchNormLayer.of(2);
        norm.runningMean().set(Tensor.of(1f, 2));
        norm.runningVar().set(Tensor.of(4f, 9));
        norm.weight().set(Tensor.of(1f, 3));
        norm.bias().set(Tensor.of(0f, 1));
        float[] y = norm.forward(Tensor.of(Shape.of(1, 2, 1, 2), 1f, 3, 2, 5)).toArray();
        assertThat(y).usingComparatorWithPrecision(1e-4f).containsExactly(0, 1, 1, 4);
        assertThat(norm.runningMean().get().toArray()).containsExactly(1, 2);
    }

    @Test
    void batchNormRefusesToLearnFromOneValue() {
        assertThatThrownBy(() -> Pass.training(() -> BatchNormLayer.of(3).forward(Tensor.ones(Shape.of(1, 3)))))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("use batches of 2 or more");
    }

    @Test
    void poolingTakesTheLargest() {
        assertThat(MaxPoolLayer.of(2)
                        .forward(Tensor.of(Shape.of(1, 1, 2, 4), 1f, 2, 3, 4, 5, 6, 7, 0))
                        .toArray())
                .containsExactly(6, 7);
    }

    @Test
    void whatDoesNotFitIsReportedWithItsLayer() {
        Sequential model = Sequential.of(Linear.of(4, 3, random), Tensor::tanh, Linear.of(5, 2, random));
        assertThatThrownBy(() -> model.forward(Tensor.ones(Shape.of(1, 4))))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("matmul")
                .hasMessageEndingWith("  in 2 (Linear)");
    }

    @Test
    void crossEntropyOfAGuessIsTheLogarithmOfTheClasses() {
        Tensor logits = Tensor.of(Shape.of(3, 5), new double[15]);
        Tensor loss = Loss.crossEntropy(logits, Tensor.of(Shape.of(3), 0, 4, 2));
        assertThat(loss.item()).isCloseTo(Math.log(5), within(1e-12));
    }

    @Test
    void theGradientOfCrossEntropyIsSoftmaxMinusTarget() {
        Tensor logits = Tensor.of(Shape.of(2, 3), 1f, 2, 3, 0, 0, 0);
        Tensor labels = Tensor.of(Shape.of(2), 2, 0);
        float[] gradient =
                Autograd.gradient(logits, x -> Loss.crossEntropy(x, labels)).toArray();
        float[] p = logits.softmax().toArray();
        assertThat(gradient)
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(p[0] / 2, p[1] / 2, (p[2] - 1) / 2, (p[3] - 1) / 2, p[4] / 2, p[5] / 2);
    }

    @Test
    void crossEntropyRefusesLabelsThatAreNotOneForEachRow() {
        assertThatThrownBy(() -> Loss.crossEntropy(Tensor.zeros(Shape.of(3, 5)), Tensor.of(Shape.of(2), 0, 1)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("labels [N] of i32");
    }
}
