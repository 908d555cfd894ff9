package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Labels as rows of zeros with a one, {@code y[…, c] = 1} where {@code c} is the label, else 0. A label outside
 * {@code 0 … classes − 1} gives a row of zeros. There is no gradient: labels are integers.
 *
 * <p>Shapes: labels {@code [N]} of {@code i32} or {@code i64} → {@code y [N, classes]}.
 *
 * @param to the type of {@code y}
 */
public record OneHot(int classes, DType to) implements Op {
    @Override
    public Spec[] infer(Spec... x) {
        if (!x[0].dtype().isIndex()) {
            throw new ShapeException(
                    "oneHot", "the labels are " + x[0], "labels are i32 or i64; cast(DType.I32) would fit");
        }
        int[] sizes =
                java.util.Arrays.copyOf(x[0].shape().toArray(), x[0].shape().rank() + 1);
        sizes[sizes.length - 1] = classes;
        return new Spec[] {new Spec(Shape.of(sizes), to)};
    }

    @Override
    public Keep keep() {
        return Keep.NOTHING;
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        return new Tensor[1];
    }
}
