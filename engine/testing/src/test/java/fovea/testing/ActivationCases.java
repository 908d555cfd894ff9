package fovea.testing;

import static fovea.testing.Operands.alternating;
import static fovea.testing.Operands.distinct;
import static fovea.testing.Operands.line;
import static fovea.testing.Operands.within;
import static fovea.testing.Operands.x;

import fovea.tensor.Shape;
import fovea.tensor.Special;
import java.util.List;

/** What networks put between their layers. */
final class ActivationCases {
    private ActivationCases() {}

    static List<Case> activations() {
        return List.of(
                Case.of("softplus", new Special.Softplus(), within(3, 3, 4)),
                line("relu6", x -> x.get(0).relu6(), s -> s.among(Shape.of(3, 4), -0.5, 0.5, 3, 5.5, 6.5)),
                line("hardtanh", x -> x.get(0).hardtanh(-0.5, 0.5), alternating(3, 4)),
                line("leakyRelu", x -> x.get(0).leakyRelu(0.2), alternating(3, 4)),
                line("prelu, one weight", x -> x.get(0).prelu(x.get(1)), alternating(2, 3), x(1))
                        .sums(6),
                line("prelu, a weight a channel", x -> x.get(0).prelu(x.get(1)), alternating(2, 3, 2), x(3))
                        .sums(4),
                line("elu", x -> x.get(0).elu(0.7), alternating(3, 4)),
                line("celu", x -> x.get(0).celu(0.7), alternating(3, 4)),
                line("selu", x -> x.get(0).selu(), alternating(3, 4)),
                line("gelu", x -> x.get(0).gelu(), x(3, 4)),
                line("gelu by tanh", x -> x.get(0).geluTanh(), x(3, 4)),
                line("silu", x -> x.get(0).silu(), x(3, 4)),
                line("mish", x -> x.get(0).mish(), x(3, 4)),
                line("softplus with a threshold", x -> x.get(0).softplus(2, 1), alternating(3, 4)),
                line("logSigmoid", x -> x.get(0).logSigmoid(), x(3, 4)),
                line("softsign", x -> x.get(0).softsign(), alternating(3, 4)),
                line("tanhshrink", x -> x.get(0).tanhshrink(), x(3, 4)),
                line("softshrink", x -> x.get(0).softshrink(0.5), alternating(3, 4)),
                line("hardshrink", x -> x.get(0).hardshrink(0.5), alternating(3, 4)),
                line("threshold", x -> x.get(0).threshold(0.1, -3), alternating(3, 4)),
                line("hardsigmoid", x -> x.get(0).hardsigmoid(), s -> s.among(Shape.of(3, 4), -4, -2, 0.5, 2, 4)),
                line("hardswish", x -> x.get(0).hardswish(), s -> s.among(Shape.of(3, 4), -4, -2, 0.5, 2, 4)),
                line("scaledTanh", x -> x.get(0).scaledTanh(), x(3, 4)),
                line("glu", x -> x.get(0).glu(1), x(3, 4)),
                line("maxout", x -> x.get(0).maxout(3), distinct(2, 6, 2)),
                line("softmax along axis 0", x -> x.get(0).softmax(0), x(3, 4)).sums(Operands.ROUGH),
                line("softmin", x -> x.get(0).softmin(1), x(3, 4)).sums(Operands.ROUGH),
                line("logSoftmax along axis 1", x -> x.get(0).logSoftmax(1), x(2, 3, 4))
                        .sums(Operands.ROUGH),
                line("gumbelSoftmax", x -> x.get(0).gumbelSoftmax(x.get(1), 0.7, 1, false), x(3, 4), x(3, 4))
                        .sums(Operands.ROUGH));
    }
}
