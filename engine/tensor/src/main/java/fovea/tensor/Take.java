package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Slices along an axis by their places, {@code y[a, i…, c] = x[a, index[i…], c]}: rows of an embedding, the elements a search found. A
 * negative place counts from the end; one outside is refused when it is met.
 *
 * <p>Gradient: {@link IndexAdd} of {@code dy}.
 *
 * <p>Shapes: {@code x [A, N, C]}, axis 1, index {@code [I…]} of {@code i32} or {@code i64} → {@code y [A, I…, C]}.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Gather.html">ONNX Gather</a>
 */
public record Take(int axis) implements Op {
    @Override
    public Spec[] infer(Spec... x) {
        check("take", x[0], axis, x[1]);
        return new Spec[] {x[0].with(replaced(x[0].shape(), axis, x[1].shape()))};
    }

    static void check(String operation, Spec x, int axis, Spec index) {
        if (!index.dtype().isIndex()) {
            throw new ShapeException(
                    operation, "the index is " + index, "places are i32 or i64; index.cast(DType.I32) would fit");
        }
        if (axis < 0 || axis >= x.shape().rank()) {
            throw new ShapeException(operation, "x is " + x + ", the axis " + axis, "x has no such axis");
        }
    }

    /** {@code x} with its axis replaced by all of {@code index}. */
    static Shape replaced(Shape x, int axis, Shape index) {
        int[] sizes = new int[x.rank() - 1 + index.rank()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = i < axis
                    ? x.size(i)
                    : i < axis + index.rank() ? index.size(i - axis) : x.size(i - index.rank() + 1);
        }
        return Shape.of(sizes);
    }

    @Override
    public Keep keep() {
        return Keep.inputs(1);
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        int size = r.shape(0).size(axis);
        return r.gradients(() -> new IndexAdd(axis, size).apply(Op.only(dy), r.input(1)), () -> null);
    }
}
