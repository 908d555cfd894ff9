package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The sum over some axes, which stay with size 1. Gradient: {@code dy}, expanded back.
 *
 * <p>Shapes: {@code x [A, B, C]}, axes [0, 2] → {@code y [1, B, 1]}. A sum over nothing is 0. {@code f32} is summed in
 * blocks, so that the error grows with the logarithm of the length.
 */
public record Sum(Axes axes) implements Op {
    @Override
    public Spec[] infer(Spec... x) {
        return new Spec[] {x[0].with(x[0].shape().withoutExtent(axes))};
    }

    @Override
    public Keep keep() {
        return Keep.NOTHING;
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        return new Tensor[] {Op.only(dy).expand(r.shape(0))};
    }
}
