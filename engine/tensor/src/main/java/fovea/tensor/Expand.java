package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Repeats axes of size 1 up to another size, without copying: broadcasting as a step of its own. Gradient: the sum of {@code dy} over
 * the repeated axes.
 *
 * <p>Shapes: {@code x [1, C, 1, 1]} → {@code y [N, C, H, W]}.
 */
public record Expand(Shape to) implements Op {
    @Override
    public Spec[] infer(Spec... x) {
        Shape from = x[0].shape();
        boolean fits = from.rank() == to.rank();
        for (int i = 0; fits && i < to.rank(); i++) {
            fits = from.size(i) == to.size(i) || from.size(i) == 1;
        }
        if (!fits) {
            throw new ShapeException("expand", from + " to " + to, "each size must stay as it is, or be 1 before");
        }
        return new Spec[] {x[0].with(to)};
    }

    @Override
    public Keep keep() {
        return Keep.NOTHING;
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        Shape from = r.shape(0);
        int repeated = 0;
        for (int i = 0; i < to.rank(); i++) {
            if (from.size(i) != to.size(i)) {
                repeated |= 1 << i;
            }
        }
        return new Tensor[] {new Sum(new Axes(repeated)).apply(Op.only(dy))};
    }
}
