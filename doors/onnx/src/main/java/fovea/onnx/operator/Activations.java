package fovea.onnx.operator;

import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Nonlinear functions between layers, with the defaults of the standard, and those along an axis. */
final class Activations {
    private static final double SELU_ALPHA = 1.6732631921768188;
    private static final double SELU_GAMMA = 1.0507010221481323;

    private Activations() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        Elementwise.add(all, "Relu", x -> x.dtype().isFloating() ? x.relu() : x.maximum(0));
        Elementwise.add(all, "Sigmoid", Tensor::sigmoid);
        Elementwise.add(all, "Softplus", Activations::softplus);
        Elementwise.add(all, "Softsign", x -> x.div(x.abs().add(1)));
        Elementwise.add(all, "HardSwish", x -> x.mul(hardSigmoid(x, 1 / 6.0, 0.5)));
        Elementwise.add(all, "Mish", x -> x.mul(softplus(x).tanh()));
        all.put("Elu", call -> call.one(elu(call.x(0), call.real("alpha", 1))));
        all.put("Celu", call -> call.one(celu(call.x(0), call.real("alpha", 1))));
        all.put("Selu", call -> call.one(selu(call)));
        all.put("LeakyRelu", call -> call.one(leaky(call.x(0), call.real("alpha", 0.01f))));
        all.put("ThresholdedRelu", call -> call.one(thresholded(call.x(0), call.real("alpha", 1))));
        all.put(
                "HardSigmoid",
                call -> call.one(hardSigmoid(call.x(0), call.real("alpha", 0.2f), call.real("beta", 0.5))));
        all.put(
                "Gelu",
                call -> call.one(
                        call.text("approximate", "none").equals("tanh")
                                ? call.x(0).geluTanh()
                                : call.x(0).gelu()));
        all.put(
                "Swish",
                call -> call.one(
                        call.x(0).mul(call.x(0).mul(call.real("alpha", 1)).sigmoid())));
        all.put("PRelu", call -> call.one(prelu(call)));
        all.put("Shrink", call -> call.one(shrink(call.x(0), call.real("lambd", 0.5), call.real("bias", 0))));
        all.put("Clip", Activations::clip);
        all.put("Softmax", call -> along(call, x -> x.softmax(-1)));
        all.put("LogSoftmax", call -> along(call, x -> x.logSoftmax(-1)));
        all.put("Hardmax", call -> along(call, Activations::hardmax));
        return all;
    }

    /** {@code log(1 + e^x)} without overflow. */
    static Tensor softplus(Tensor x) {
        return x.maximum(0).add(x.abs().neg().exp().log1p());
    }

    static Tensor elu(Tensor x, double alpha) {
        return x.gt(0).where(x, x.minimum(0).expm1().mul(alpha));
    }

    private static Tensor celu(Tensor x, double alpha) {
        return x.maximum(0).add(x.div(alpha).minimum(0).expm1().mul(alpha).minimum(0));
    }

    private static Tensor selu(Call call) {
        return elu(call.x(0), call.real("alpha", SELU_ALPHA)).mul(call.real("gamma", SELU_GAMMA));
    }

    static Tensor leaky(Tensor x, double alpha) {
        return x.lt(0).where(x.mul(alpha), x);
    }

    static Tensor thresholded(Tensor x, double alpha) {
        return x.gt(alpha).where(x, 0);
    }

    static Tensor hardSigmoid(Tensor x, double alpha, double beta) {
        return x.mul(alpha).add(beta).clamp(0, 1);
    }

    /** Before opset 7 the slopes were one for all or one for each channel; since then they are broadcast as NumPy does. */
    private static Tensor prelu(Call call) {
        Tensor x = call.x(0);
        Tensor slope = call.x(1);
        if (call.opset() < 7
                && slope.shape().rank() == 1
                && x.shape().rank() > 2
                && slope.shape().size(0) > 1) {
            int[] sizes = new int[x.shape().rank() - 1];
            java.util.Arrays.fill(sizes, 1);
            sizes[0] = slope.shape().size(0);
            slope = slope.reshape(Shape.of(sizes));
        }
        return x.lt(0).where(x.mul(slope), x);
    }

    private static Tensor shrink(Tensor x, double lambda, double bias) {
        Tensor real = x.dtype().isFloating() ? x : x.cast(DType.F64);
        Tensor below = real.lt(-lambda).where(real.add(bias), real.mul(0));
        Tensor y = real.gt(lambda).where(real.sub(bias), below);
        return y.cast(x.dtype());
    }

    private static List<OnnxValue> clip(Call call) {
        Tensor y = call.x(0);
        if (call.opset() < 11) {
            y = call.isSet("min") ? y.maximum(call.real("min", 0)) : y;
            return call.one(call.isSet("max") ? y.minimum(call.real("max", 0)) : y);
        }
        y = call.has(1) ? y.maximum(call.x(1).reshape(Shape.SCALAR)) : y;
        return call.one(call.has(2) ? y.minimum(call.x(2).reshape(Shape.SCALAR)) : y);
    }

    /** Since opset 13 along one axis; before, along all axes from that one on. */
    private static List<OnnxValue> along(Call call, UnaryOperator<Tensor> function) {
        Tensor x = call.x(0);
        int rank = x.shape().rank();
        if (rank == 0) {
            return call.one(function.apply(x.reshape(1)).reshape(Shape.SCALAR));
        }
        if (call.opset() >= 13) {
            int axis = call.axis(call.whole("axis", -1), rank);
            return call.one(
                    axis == rank - 1
                            ? function.apply(x)
                            : function.apply(x.moveAxis(axis, -1)).moveAxis(-1, axis));
        }
        return call.one(function.apply(Movement.matrix(x, call.axis(call.whole("axis", 1), rank + 1)))
                .reshape(x.shape()));
    }

    /** 1 at the first of the largest, 0 elsewhere. */
    private static Tensor hardmax(Tensor x) {
        return x.argmax(-1).oneHot(x.shape().size(-1)).cast(x.dtype()).reshape(x.shape());
    }
}
