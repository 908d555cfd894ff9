package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The logarithm of the softmax along the last axis, {@code yᵢ = xᵢ − log Σⱼ e^xⱼ}, computed with the largest x taken out so that no
 * exponential overflows. A row with +∞ or a not-a-number becomes not-a-numbers throughout.
 *
 * <p>Gradient: {@code dx = dy − eʸ · Σⱼ dyⱼ}, from the output alone.
 *
 * <p>Shapes: {@code x [..., C]} → {@code y [..., C]}.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__LogSoftmax.html">ONNX LogSoftmax</a>
 */
public record LogSoftmax() implements Op {
    @Override
    public Spec[] infer(Spec... x) {
        if (x[0].shape().rank() < 1 || !x[0].dtype().isFloating()) {
            throw new ShapeException("logSoftmax", "x is " + x[0], "x must be [..., C] of floating-point numbers");
        }
        return new Spec[] {x[0]};
    }

    @Override
    public Keep keep() {
        return Keep.outputs(0);
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        Tensor d = Op.only(dy);
        return new Tensor[] {d.sub(r.output(0).exp().mul(new Sum(Axes.of(d.shape(), -1)).apply(d)))};
    }
}
