package fovea.tensor;

import org.jspecify.annotations.Nullable;

/** The same elements in the same row-major order under another shape. Gradient: {@code dy} under the old one. */
public record Reshape(Shape to) implements Op {
    @Override
    public Spec[] infer(Spec... x) {
        if (x[0].shape().elements() != to.elements()) {
            throw new ShapeException(
                    "reshape",
                    x[0].shape() + " has " + x[0].shape().elements() + " elements and " + to + " has " + to.elements(),
                    "both must have the same number");
        }
        return new Spec[] {x[0].with(to)};
    }

    @Override
    public Keep keep() {
        return Keep.NOTHING;
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        return new Tensor[] {Op.only(dy).reshape(r.shape(0))};
    }
}
