package fovea.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.autograd.Autograd;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.nn.Pass;
import fovea.nn.Variables;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZooTest {

    private final SplittableRandom random = new SplittableRandom(1);
    private final Shape digits = Shape.of(1, 28, 28);
    private final Shape color = Shape.of(3, 32, 32);

    @Test
    void modelsHaveTheNumberOfParametersOfTheirPapers() {
        assertThat(count(LinearClassifier.of(digits, 10, random))).isEqualTo(7_850);
        assertThat(count(Mlp.of(digits, 256, 10, random))).isEqualTo(203_530);
        assertThat(count(LeNet5.of(digits, 10, random))).isEqualTo(61_706);
        assertThat(count(ResNet.cifar(20, 3, 10, random))).isEqualTo(269_722);
        assertThat(count(ResNet.cifar(110, 3, 10, random))).isEqualTo(1_727_962);
    }

    private static long count(Layer model) {
        return Variables.of(model).parameterCount();
    }

    @Test
    void modelsGiveALogitForEachClassOfAnyImages() {
        answers(LinearClassifier.of(color, 7, random), color, 7);
        answers(Mlp.of(color, 5, 7, random), color, 7);
        answers(LeNet5.of(digits, 10, random), digits, 10);
        answers(LeNet5.of(color, 10, random), color, 10);
        Shape wide = Shape.of(3, 48, 36);
        answers(LeNet5.of(wide, 3, random), wide, 3);
        answers(ResNet.cifar(8, 1, 4, random), Shape.of(1, 15, 9), 4);
    }

    private static void answers(Layer model, Shape image, int classes) {
        int[] sizes = {2, image.size(0), image.size(1), image.size(2)};
        assertThat(model.forward(Tensor.ones(Shape.of(sizes))).shape()).isEqualTo(Shape.of(2, classes));
    }

    @Test
    void everyParameterOfAResNetGetsAGradient() {
        ResNet model = ResNet.cifar(8, 1, 3, random);
        var result = Autograd.valueAndGradients(
                model.parameters(),
                () -> Pass.training(() -> Loss.crossEntropy(
                        model.forward(Tensor.of(Shape.of(2, 1, 8, 8), new float[128])), Tensor.of(Shape.of(2), 0, 2))));
        assertThat(result.gradients()).hasSameSizeAs(model.parameters());
    }

    @Test
    void namesAreThoseOfTheUsualImplementations() {
        assertThat(Variables.of(ResNet.cifar(20, 3, 10, random)).named().keySet())
                .hasSize(19 * 6 - 19 + 2)
                .contains(
                        "conv1.weight",
                        "bn1.running_var",
                        "layer1.0.conv1.weight",
                        "layer3.2.bn2.bias",
                        "linear.weight",
                        "linear.bias");
    }

    @Test
    void theLastStageOfAResNetIsReadAndDifferentiatedBy() {
        ResNet model = ResNet.cifar(8, 1, 3, random);
        Tensor image = Tensor.ones(Shape.of(1, 1, 8, 8));
        var found = Autograd.gradientsAt(
                List.of("layer3", "layer1.0.conv1"),
                () -> model.forward(image).slice(1, 2, 3, 1).sum());
        Tensor maps = Objects.requireNonNull(found.values().get("layer3"));
        Tensor gradient = Objects.requireNonNull(found.gradients().get("layer3"));
        assertThat(maps.shape()).isEqualTo(Shape.of(1, 64, 2, 2));
        Tensor weights = model.linear().weight().get().slice(0, 2, 3, 1);
        Tensor spread = weights.div(4).reshape(Shape.of(1, 64, 1, 1)).expand(maps.shape());
        assertThat(gradient.toArray())
                .as("the class's weights, spread over the pixels of the mean")
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(spread.toArray());
    }

    @Test
    void imagesTooSmallAreRefused() {
        assertThatThrownBy(() -> LeNet5.of(Shape.of(1, 8, 8), 10, random))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("it needs 12 pixels or more along each side");
        assertThatThrownBy(() -> ResNet.cifar(18, 3, 10, random)).hasMessageContaining("6n + 2");
    }
}
