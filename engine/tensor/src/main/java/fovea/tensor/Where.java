package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * A choice, {@code yᵢ = condᵢ ? aᵢ : bᵢ}; what is not chosen has no influence, not even if it is infinite or not-a-number.
 *
 * <p>Gradient: {@code da = cond ? dy : 0}, {@code db = cond ? 0 : dy}.
 *
 * <p>Shapes: all one; cond of type {@code bool}, a and b of one type. {@code cond.where(a, b)} broadcasts.
 */
public record Where() implements Op {
    @Override
    public Spec[] infer(Spec... x) {
        boolean fits = x[0].shape().equals(x[1].shape()) && x[1].equals(x[2]);
        if (x[0].dtype() != DType.BOOL || !fits) {
            throw new ShapeException(
                    "where",
                    "the condition is " + x[0] + ", a is " + x[1] + " and b is " + x[2],
                    x[0].dtype() == DType.BOOL
                            ? "a and b must have one type, and all three shapes broadcast to each other"
                            : "a condition is bool, such as x.gt(0) gives");
        }
        return new Spec[] {x[1]};
    }

    @Override
    public Keep keep() {
        return Keep.inputs(0);
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        Tensor d = Op.only(dy);
        Tensor none = Tensor.full(d.spec(), 0);
        return r.gradients(() -> null, () -> apply(r.input(0), d, none), () -> apply(r.input(0), none, d));
    }
}
