package fovea.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.autograd.Autograd;
import fovea.device.Region;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.nn.Pass;
import fovea.nn.Variables;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Taps;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The classic networks for photographs: as many parameters as published, logits, gradients, names. */
class ClassicsTest {

    private final RandomGenerator random = new SplittableRandom(1);

    /** Hundreds of millions of initial weights are not for tests; what they are is not counted. */
    private final RandomGenerator half = () -> 1L << 62;

    private void has(long parameters, Supplier<Layer> model) {
        assertThat(Variables.of(model.get()).parameterCount()).isEqualTo(parameters);
    }

    @Test
    void asManyParametersAsPublished() {
        has(61_100_840, () -> AlexNet.of(1000, 0.5, half));
        has(138_357_544, () -> Vgg.of(16, false, 1000, 0.5, half));
        has(132_868_840, () -> Vgg.of(11, true, 1000, 0.5, half));
        has(11_689_512, () -> ResNet.imagenet(18, 1000, half));
        has(21_797_672, () -> ResNet.imagenet(34, 1000, half));
        has(25_557_032, () -> ResNet.imagenet(50, 1000, half));
        has(44_549_160, () -> ResNet.imagenet(101, 1000, half));
        has(60_192_808, () -> ResNet.imagenet(152, 1000, half));
        has(68_883_240, () -> ResNet.wide(50, 2, 1000, half));
        has(25_028_904, () -> ResNet.next(50, 32, 4, 1000, half));
        has(1_248_424, () -> SqueezeNet.v1(1000, 0.5, half));
        has(1_235_496, () -> SqueezeNet.v11(1000, 0.5, half));
        has(6_624_904, () -> GoogLeNet.of(1000, 0.2, random));
        has(13_004_888, () -> GoogLeNet.of(1000, 0.2, random).withAuxiliaryHeads(0.7, random));
        has(7_978_856, () -> DenseNet.of(121, 1000, half));
        has(28_681_000, () -> DenseNet.of(161, 1000, half));
        has(14_149_480, () -> DenseNet.of(169, 1000, half));
        has(20_013_928, () -> DenseNet.of(201, 1000, half));
        has(27_161_264, () -> InceptionV3.of(1000, 0.5, random).withAuxiliaryHead(random));
        has(3_504_872, () -> MobileNetV2.of(1000, 0.2, half));
    }

    @Test
    void logitsAndGradientsOfSmallImages() {
        learns(AlexNet.of(5, 0.5, random), 63, 70);
        learns(Vgg.of(11, false, 5, 0.5, random), 32, 40);
        learns(ResNet.imagenet(18, 5, random), 33, 40);
        learns(ResNet.imagenet(50, 5, random), 33, 40);
        learns(ResNet.next(50, 32, 4, 5, random), 33, 40);
        learns(SqueezeNet.v1(5, 0.5, random), 48, 41);
        learns(SqueezeNet.v11(5, 0.5, random), 48, 41);
        learns(GoogLeNet.of(5, 0.2, random), 33, 40);
        learns(DenseNet.of(121, 5, random), 33, 40);
        learns(InceptionV3.of(5, 0.5, random), 75, 80);
        learns(MobileNetV2.of(5, 0.2, random), 33, 40);
    }

    /** Every parameter has a gradient, and it is not zero everywhere. */
    private void learns(Layer model, int height, int width) {
        Region.run(() -> {
            Tensor x = RandomStream.of(3).normal(Shape.of(2, 3, height, width));
            assertThat(model.forward(x).shape()).isEqualTo(Shape.of(2, 5));
            var found = Autograd.valueAndGradients(
                    model.parameters(),
                    () -> Pass.training(
                            RandomStream.of(4),
                            () -> Loss.crossEntropy(model.forward(x), Tensor.of(Shape.of(2), 0, 2))));
            Variables.of(model)
                    .namedParameters()
                    .forEach((name, parameter) -> assertThat(
                                    found.gradients().get(parameter).abs().sum().item())
                            .as(name)
                            .isPositive());
            return null;
        });
    }

    @Test
    void namesAreThoseOfTorchvision() {
        assertThat(Variables.of(ResNet.imagenet(50, 5, half)).named().keySet())
                .hasSize(161 + 2 * 53)
                .contains("layer1.0.downsample.0.weight", "layer4.2.bn3.running_var", "fc.bias");
        assertThat(Variables.of(Vgg.of(11, true, 5, 0.5, half)).named().keySet())
                .contains("features.0.weight", "features.1.running_mean", "features.25.bias", "classifier.6.weight");
        assertThat(Variables.of(MobileNetV2.of(5, 0.2, half)).named().keySet())
                .contains(
                        "features.1.conv.1.weight",
                        "features.2.conv.1.1.bias",
                        "features.18.0.weight",
                        "classifier.1.bias");
    }

    @Test
    void placesWithinAreReadByTheirNames() {
        Tensor x = Tensor.ones(Shape.of(1, 3, 64, 64));
        var seen = Taps.observe(
                List.of("features.4", "features.12.expand3x3", "classifier.1"),
                () -> SqueezeNet.v11(5, 0.5, random).forward(x));
        assertThat(seen.values().get("features.4").shape()).isEqualTo(Shape.of(1, 128, 15, 15));
    }

    @Test
    void auxiliaryHeadsAnswerInTrainingOnly() {
        GoogLeNet net = GoogLeNet.of(5, 0, random).withAuxiliaryHeads(0, random);
        Tensor x = Tensor.ones(Shape.of(2, 3, 32, 32));
        assertThat(net.answers(x).aux1()).isNull();
        assertThat(net.answers(x).logits().toArray()).isEqualTo(net.forward(x).toArray());
        GoogLeNet.Answers learning = Pass.training(RandomStream.of(1), () -> net.answers(x));
        assertThat(learning.aux1().shape()).isEqualTo(Shape.of(2, 5));
        assertThat(learning.aux2().shape()).isEqualTo(Shape.of(2, 5));
        InceptionV3 third = InceptionV3.of(5, 0, random).withAuxiliaryHead(random);
        assertThat(third.answers(Tensor.ones(Shape.of(1, 3, 75, 75))).aux()).isNull();
    }

    /** Black, and white, of images from which ImageNet's statistics were taken out. */
    @Test
    void imagesAreNormalizedAroundOneHalf() {
        Tensor black = Tensor.of(Shape.of(1, 3, 1, 1), -0.485f / 0.229f, -0.456f / 0.224f, -0.406f / 0.225f);
        assertThat(new HalvesNormalization().forward(black).toArray())
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(-1, -1, -1);
        Tensor white = Tensor.of(Shape.of(1, 3, 1, 1), 0.515f / 0.229f, 0.544f / 0.224f, 0.594f / 0.225f);
        assertThat(new HalvesNormalization().forward(white).toArray())
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(1, 1, 1);
    }

    @Test
    void otherDepthsAreRefused() {
        assertThatThrownBy(() -> Vgg.of(12, true, 5, 0.5, half)).hasMessageContaining("11, 13, 16 or 19");
        assertThatThrownBy(() -> ResNet.imagenet(20, 5, half)).hasMessageContaining("18, 34, 50, 101 or 152");
        assertThatThrownBy(() -> ResNet.wide(34, 2, 5, half)).hasMessageContaining("50, 101 or 152");
    }
}
