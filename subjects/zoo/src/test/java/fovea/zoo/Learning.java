package fovea.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.autograd.Autograd;
import fovea.device.Region;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.nn.Pass;
import fovea.nn.Variables;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;

/** What every classifier must do: answer for each class, and learn with all that it has. */
final class Learning {
    private Learning() {}

    static long count(Layer model) {
        return Variables.of(model).parameterCount();
    }

    /** Logits for two images; and every parameter has a gradient, finite and not zero everywhere. */
    static void learns(Layer model, Shape image, int classes) {
        Region.run(() -> {
            Tensor x = RandomStream.of(3).normal(Shape.of(2, image.size(0), image.size(1), image.size(2)));
            assertThat(model.forward(x).shape()).isEqualTo(Shape.of(2, classes));
            var found = Autograd.valueAndGradients(
                    model.parameters(),
                    () -> Pass.training(
                            RandomStream.of(4),
                            () -> Loss.crossEntropy(model.forward(x), Tensor.of(Shape.of(2), 0, 1))));
            assertThat(found.value().item()).isFinite();
            Variables.of(model)
                    .namedParameters()
                    .forEach((name, parameter) -> assertThat(
                                    found.gradients().get(parameter).abs().sum().item())
                            .as(name)
                            .isFinite()
                            .isPositive());
            return null;
        });
    }
}
