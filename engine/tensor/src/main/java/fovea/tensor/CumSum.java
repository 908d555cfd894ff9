package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Running sums along an axis, {@code yᵢ = x₀ + … + xᵢ}, or from the end if {@code reverse}. Gradient: the running sums of {@code dy} the
 * other way.
 *
 * <p>Shapes: {@code x [A, B, C]} → {@code y [A, B, C]}.
 */
public record CumSum(int axis, boolean reverse) implements Op {
    @Override
    public Spec[] infer(Spec... x) {
        if (axis < 0 || axis >= x[0].shape().rank() || x[0].dtype() == DType.BOOL) {
            throw new ShapeException(
                    "cumsum", "x is " + x[0] + ", the axis " + axis, "x must be of numbers and have that axis");
        }
        return new Spec[] {x[0]};
    }

    @Override
    public Keep keep() {
        return Keep.NOTHING;
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        return new Tensor[] {new CumSum(axis, !reverse).apply(Op.only(dy))};
    }
}
