package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Slices added up at places along an axis, {@code y[a, p, c] = Σ x[a, i…, c]} over all {@code i…} with {@code index[i…] = p}; the transpose
 * of {@link Take}, which is its gradient.
 *
 * <p>Shapes: {@code x [A, I…, C]}, axis 1, index {@code [I…]} of {@code i32} or {@code i64} → {@code y [A, size, C]}.
 *
 * @param size of the axis that comes out
 */
public record IndexAdd(int axis, int size) implements Op {
    @Override
    public Spec[] infer(Spec... in) {
        Shape x = in[0].shape();
        Shape index = in[1].shape();
        boolean fits = axis >= 0 && axis + index.rank() <= x.rank();
        for (int i = 0; fits && i < index.rank(); i++) {
            fits = x.size(axis + i) == index.size(i);
        }
        if (!fits || !in[1].dtype().isIndex()) {
            throw new ShapeException(
                    "indexAdd",
                    "x is " + in[0] + " and the index " + in[1] + " at axis " + axis,
                    "x must have the sizes of the index from that axis on, and places be i32 or i64");
        }
        int[] sizes = new int[x.rank() - index.rank() + 1];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = i < axis ? x.size(i) : i == axis ? size : x.size(i + index.rank() - 1);
        }
        return new Spec[] {in[0].with(Shape.of(sizes))};
    }

    @Override
    public Keep keep() {
        return Keep.inputs(1);
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        return r.gradients(() -> new Take(axis).apply(Op.only(dy), r.input(1)), () -> null);
    }
}
