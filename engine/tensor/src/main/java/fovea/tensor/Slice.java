package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * A part of a tensor, without copying: {@code y[i, …] = x[start + i·step, …]} along each axis. Gradient: {@code dy} with zeros around
 * and between ({@link Pad}).
 *
 * @param start one number an axis, written as a shape; {@code size} and {@code step} alike
 */
public record Slice(Shape start, Shape size, Shape step) implements Op {
    @Override
    public Spec[] infer(Spec... x) {
        Shape from = x[0].shape();
        boolean fits = from.rank() == start.rank() && from.rank() == size.rank() && from.rank() == step.rank();
        for (int i = 0; fits && i < from.rank(); i++) {
            fits = step.size(i) >= 1
                    && (size.size(i) == 0 || start.size(i) + (size.size(i) - 1L) * step.size(i) < from.size(i));
        }
        if (!fits) {
            throw new ShapeException(
                    "slice",
                    "x is " + from + ", start " + start + ", size " + size + ", step " + step,
                    "start + (size − 1) · step must lie inside x along each axis, and steps be 1 or more");
        }
        return new Spec[] {x[0].with(size)};
    }

    @Override
    public Keep keep() {
        return Keep.NOTHING;
    }

    /** The padding that puts the elements back where they were in an {@code x} of this shape. */
    Pad around(Shape x) {
        int rank = size.rank();
        int[] before = new int[rank];
        int[] after = new int[rank];
        int[] between = new int[rank];
        for (int i = 0; i < rank; i++) {
            int n = x.size(i);
            boolean empty = size.size(i) == 0;
            before[i] = empty ? 0 : start.size(i);
            after[i] = empty ? n : n - (start.size(i) + (size.size(i) - 1) * step.size(i) + 1);
            between[i] = step.size(i) - 1;
        }
        return new Pad(Shape.of(before), Shape.of(after), Shape.of(between));
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        return new Tensor[] {around(r.shape(0)).apply(Op.only(dy))};
    }
}
