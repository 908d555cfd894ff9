package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The largest element over some axes, which stay with size 1; not-a-number if one is among them. Gradient: {@code dy},
 * shared equally among the elements that are the largest (as PyTorch's {@code amax}).
 *
 * <p>Shapes: {@code x [A, B, C]}, axes [0, 2] → {@code y [1, B, 1]}. The largest of nothing is −∞, or the least number of another type.
 */
public record Max(Axes axes) implements Op {
    @Override
    public Spec[] infer(Spec... x) {
        return new Spec[] {x[0].with(x[0].shape().withoutExtent(axes))};
    }

    @Override
    public Keep keep() {
        return Keep.inputs(0).andOutputs(0);
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        Shape all = r.shape(0);
        Tensor largest = new Comparison.Equal().apply(r.input(0), r.output(0).expand(all));
        Tensor share = Op.only(dy).div(new Sum(axes).apply(largest));
        return new Tensor[] {largest.mul(share.expand(all))};
    }
}
