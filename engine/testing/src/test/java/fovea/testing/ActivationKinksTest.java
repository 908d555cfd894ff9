package fovea.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.autograd.Autograd;
import fovea.device.Device;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Gradients where there is none, or where one could overflow: PyTorch 1.13's choice, by its own formulas of the way back. */
class ActivationKinksTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private record Kink(String name, UnaryOperator<Tensor> f, double[] x, double[] y, double[] dx) {}

    private static double[] at(double... x) {
        return x;
    }

    private static final double SELU = 1.0507009873554804934193349852946;
    private static final double SELU_ALPHA = 1.6732632423543772848170429916717;

    private static List<Kink> kinks() {
        return List.of(
                new Kink("relu", Tensor::relu, at(-1, 0, 1), at(0, 0, 1), at(0, 0, 1)),
                new Kink("relu6", Tensor::relu6, at(0, 3, 6, 7), at(0, 3, 6, 6), at(0, 1, 0, 0)),
                new Kink("leakyRelu", x -> x.leakyRelu(0.1), at(-2, 0, 2), at(-0.2, 0, 2), at(0.1, 0.1, 1)),
                new Kink("hardtanh", x -> x.hardtanh(-1, 2), at(-1, 0, 2, 3), at(-1, 0, 2, 2), at(0, 1, 0, 0)),
                new Kink("elu", x -> x.elu(0.5), at(-300, 0, 300), at(-0.5, 0, 300), at(0, 0.5, 1)),
                new Kink("celu", x -> x.celu(0.5), at(-300, 0, 300), at(-0.5, 0, 300), at(0, 1, 1)),
                new Kink(
                        "selu",
                        Tensor::selu,
                        at(-300, 0, 300),
                        at(-SELU * SELU_ALPHA, 0, 300 * SELU),
                        at(0, SELU * SELU_ALPHA, SELU)),
                new Kink("hardsigmoid", Tensor::hardsigmoid, at(-3, 0, 3), at(0, 0.5, 1), at(0, 1 / 6.0, 0)),
                new Kink("hardswish", Tensor::hardswish, at(-4, -3, 3, 4), at(0, 0, 3, 4), at(0, -0.5, 1.5, 1)),
                new Kink("softshrink", x -> x.softshrink(0.5), at(-0.5, 0.5, 1), at(0, 0, 0.5), at(0, 0, 1)),
                new Kink("hardshrink", x -> x.hardshrink(0.5), at(-0.5, 0.5, 1), at(0, 0, 1), at(0, 0, 1)),
                new Kink("threshold", x -> x.threshold(1, -7), at(0, 1, 2), at(-7, -7, 2), at(0, 0, 1)),
                new Kink(
                        "softplus above its threshold",
                        x -> x.softplus(2, 3),
                        at(1.5, 1.6),
                        at(Math.log1p(Math.exp(3)) / 2, 1.6),
                        at(1 / (1 + Math.exp(-3)), 1)),
                new Kink("softplus far out", x -> x.softplus(1, INFINITY), at(-800, 800), at(0, 800), at(0, 1)),
                new Kink(
                        "logSigmoid far out",
                        Tensor::logSigmoid,
                        at(-800, 0, 800),
                        at(-800, -Math.log(2), 0),
                        at(1, 0.5, 0)),
                new Kink("softsign", Tensor::softsign, at(0, 1, -1), at(0, 0.5, -0.5), at(1, 0.25, 0.25)),
                new Kink("mish far out", Tensor::mish, at(-800, 0, 800), at(0, 0, 800), at(0, 0.6, 1)),
                new Kink("silu far out", Tensor::silu, at(-800, 0, 800), at(0, 0, 800), at(0, 0.5, 1)),
                new Kink("gelu far out", Tensor::gelu, at(-800, 0, 800), at(0, 0, 800), at(0, 0.5, 1)),
                new Kink("gelu by tanh far out", Tensor::geluTanh, at(-800, 0, 800), at(0, 0, 800), at(0, 0.5, 1)),
                new Kink(
                        "prelu",
                        x -> x.prelu(Tensor.of(Shape.of(1), 0.25)),
                        at(-2, 0, 2),
                        at(-0.5, 0, 2),
                        at(0.25, 0.25, 1)));
    }

    @TestFactory
    Stream<DynamicTest> gradientsAtKinks() {
        return Device.all().stream()
                .filter(d -> d.unavailable().isEmpty())
                .flatMap(device -> kinks().stream()
                        .map(k -> dynamicTest(
                                k.name() + " on " + device.name(),
                                () -> device.use(() -> {
                                    Tensor x = Tensor.of(Shape.of(k.x().length), k.x());
                                    assertThat(k.f().apply(x).toDoubles())
                                            .usingComparatorWithPrecision(1e-15)
                                            .containsExactly(k.y());
                                    assertThat(Autograd.gradient(
                                                            x,
                                                            t -> k.f().apply(t).sum())
                                                    .toDoubles())
                                            .usingComparatorWithPrecision(1e-15)
                                            .containsExactly(k.dx());
                                    return 0;
                                }))));
    }

    /** The one that is chosen is a one; the gradient is that of the soft choice. */
    @TestFactory
    Stream<DynamicTest> aHardGumbelSoftmaxChoosesOne() {
        Tensor x = Tensor.of(Shape.of(2, 3), 1.0, 2, 0, 0, -1, 0.5);
        Tensor noise = Tensor.of(Shape.of(2, 3), 0.1, -1.5, 0, 0, 2, 0);
        Tensor up = Tensor.of(Shape.of(2, 3), 1.0, 2, 3, 4, 5, 6);
        return Stream.of(
                dynamicTest("along the last axis", () -> {
                    assertThat(x.gumbelSoftmax(noise, 0.5, -1, true).toDoubles())
                            .usingComparatorWithPrecision(1e-15)
                            .containsExactly(1, 0, 0, 0, 1, 0);
                    assertThat(gradient(
                                    x,
                                    t -> t.gumbelSoftmax(noise, 0.5, -1, true).mul(up)))
                            .isEqualTo(gradient(
                                    x,
                                    t -> t.gumbelSoftmax(noise, 0.5, -1, false).mul(up)));
                }),
                dynamicTest(
                        "along the first",
                        () -> assertThat(x.gumbelSoftmax(noise, 0.5, 0, true).toDoubles())
                                .usingComparatorWithPrecision(1e-15)
                                .containsExactly(1, 0, 0, 0, 1, 1)));
    }

    private static double[] gradient(Tensor x, UnaryOperator<Tensor> f) {
        return Autograd.gradient(x, t -> f.apply(t).sum()).toDoubles();
    }
}
