package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Zeros before, after and between the elements along each axis. Gradient: {@link Slice}, which takes the elements out again.
 *
 * <p>Shapes: {@code n} elements become {@code before + n + (n − 1) · between + after}.
 *
 * @param before one number an axis, written as a shape; {@code after} and {@code between} alike
 */
public record Pad(Shape before, Shape after, Shape between) implements Op {
    @Override
    public Spec[] infer(Spec... x) {
        Shape from = x[0].shape();
        if (from.rank() != before.rank() || from.rank() != after.rank() || from.rank() != between.rank()) {
            throw new ShapeException(
                    "pad",
                    "x is " + from + " and the padding " + before + " and " + after,
                    "give one number for each axis");
        }
        int[] sizes = new int[from.rank()];
        for (int i = 0; i < sizes.length; i++) {
            int n = from.size(i);
            sizes[i] = before.size(i) + n + Math.max(n - 1, 0) * between.size(i) + after.size(i);
        }
        return new Spec[] {x[0].with(Shape.of(sizes))};
    }

    /** The slice that takes the elements of an {@code x} of this shape out again. */
    public Slice inverse(Shape x) {
        int[] step = new int[x.rank()];
        for (int i = 0; i < step.length; i++) {
            step[i] = between.size(i) + 1;
        }
        return new Slice(before, x, Shape.of(step));
    }

    @Override
    public Keep keep() {
        return Keep.NOTHING;
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        return new Tensor[] {inverse(r.shape(0)).apply(Op.only(dy))};
    }
}
