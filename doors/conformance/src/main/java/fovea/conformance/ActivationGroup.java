package fovea.conformance;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Locale;

/** Activation functions. */
final class ActivationGroup {
    private ActivationGroup() {}

    static Operations operations() {
        return soft(shrinking(rectifiers(new Operations())))
                .with("sigmoid", (in, _) -> in.tensor("x").sigmoid())
                .with("tanh", (in, _) -> in.tensor("x").tanh())
                .with("softsign", (in, _) -> in.tensor("x").softsign())
                .with("logsigmoid", (in, _) -> in.tensor("x").logSigmoid())
                .with("log_sigmoid", (in, _) -> in.tensor("x").logSigmoid())
                .with("gelu", (in, a) -> switch (a.text("approximate", "none")) {
                    case "none" -> in.tensor("x").gelu();
                    case "tanh" -> in.tensor("x").geluTanh();
                    default -> throw new CaseException("no gelu by " + a.text("approximate"));
                })
                .with("silu", (in, _) -> in.tensor("x").silu())
                .with("swish", (in, _) -> in.tensor("x").silu())
                .with("mish", (in, _) -> in.tensor("x").mish())
                .with("glu", (in, a) -> in.tensor("x").glu(a.integer("dim", -1)))
                .with("maxout", (in, a) -> in.tensor("x").maxout(a.integer("pieces")));
    }

    private static Operations rectifiers(Operations operations) {
        return operations
                .with("relu", (in, _) -> in.tensor("x").relu())
                .with("relu6", (in, _) -> in.tensor("x").relu6())
                .with("leaky_relu", (in, a) -> in.tensor("x").leakyRelu(a.number("negative_slope", 0.01)))
                .with(
                        "rrelu",
                        (in, a) ->
                                in.tensor("x").leakyRelu((a.number("lower", 1.0 / 8) + a.number("upper", 1.0 / 3)) / 2))
                .with("prelu", (in, _) -> in.tensor("x").prelu(in.tensor("w")))
                .with("elu", (in, a) -> in.tensor("x").elu(a.number("alpha", 1)))
                .with("celu", (in, a) -> in.tensor("x").celu(a.number("alpha", 1)))
                .with("selu", (in, _) -> in.tensor("x").selu())
                .with("hardtanh", (in, a) -> in.tensor("x").hardtanh(a.number("min_val", -1), a.number("max_val", 1)))
                .with("hardsigmoid", (in, _) -> in.tensor("x").hardsigmoid())
                .with("hardswish", (in, _) -> in.tensor("x").hardswish())
                .with("softplus", (in, a) -> in.tensor("x").softplus(a.number("beta", 1), a.number("threshold", 20)))
                .with("threshold", (in, a) -> in.tensor("x").threshold(a.number("threshold"), a.number("value")));
    }

    private static Operations shrinking(Operations operations) {
        return operations
                .with("tanhshrink", (in, _) -> in.tensor("x").tanhshrink())
                .with("softshrink", (in, a) -> in.tensor("x").softshrink(a.number("lambd", 0.5)))
                .with("hardshrink", (in, a) -> in.tensor("x").hardshrink(a.number("lambd", 0.5)));
    }

    private static Operations soft(Operations operations) {
        return operations
                .with("softmax", (in, a) -> along(in.tensor("x"), a, Tensor::softmax))
                .with("softmin", (in, a) -> along(in.tensor("x"), a, Tensor::softmin))
                .with("log_softmax", (in, a) -> along(in.tensor("x"), a, Tensor::logSoftmax))
                .with("softmax2d", (in, _) -> in.tensor("x").softmax(-3))
                .with("gumbel_softmax", (in, a) -> {
                    Tensor noise = in.tensor(in.has("noise") ? "noise" : in.has("g") ? "g" : "gumbels");
                    Tensor logits = in.tensor(in.has("logits") ? "logits" : "x");
                    return logits.gumbelSoftmax(noise, a.number("tau", 1), a.integer("dim", -1), a.bool("hard", false));
                });
    }

    private interface Along {
        Tensor apply(Tensor x, int axis);
    }

    /** Along the attribute {@code dim}, in the type {@code dtype} if there is one; a scalar has one axis, as PyTorch sees it. */
    private static Tensor along(Tensor given, Attributes attributes, Along f) {
        Tensor x = attributes.has("dtype") ? given.cast(type(attributes.text("dtype"))) : given;
        int rank = x.shape().rank();
        // Where PyTorch is not told: the first axis of scalars, vectors and single images, else the second.
        int axis = attributes.integer("dim", rank == 0 || rank == 1 || rank == 3 ? 0 : 1);
        return rank == 0 ? f.apply(x.reshape(Shape.of(1)), axis).reshape(Shape.SCALAR) : f.apply(x, axis);
    }

    /** A type as PyTorch writes it, such as {@code torch.float64}. */
    private static DType type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
            case "float32", "float" -> DType.F32;
            case "float64", "double" -> DType.F64;
            case "float16", "half" -> DType.F16;
            case "bfloat16" -> DType.BF16;
            default -> throw new CaseException("no type " + name);
        };
    }
}
