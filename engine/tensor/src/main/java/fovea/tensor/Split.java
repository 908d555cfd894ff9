package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * A tensor cut along an axis into parts that follow one another: {@link Slice}s that are differentiated together. Each slice by itself has a
 * gradient as large as all of {@code x}, so that n of them take n times as long; a sequence cut into its steps would take the square
 * of its length.
 *
 * <p>Gradient: {@link Concat} of the parts', with zeros for those that have none.
 *
 * <p>Shapes: {@code x [A, m + n + …]}, axis 1, sizes {@code [m, n, …]} → {@code [A, m], [A, n], …}.
 *
 * <p>Devices: no work, views.
 *
 * @param sizes of the parts, written as a shape
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Split.html">ONNX Split</a>
 */
public record Split(int axis, Shape sizes) implements Op {

    /** Cuts into this many parts of equal size. */
    public static Tensor[] equal(Tensor x, int axis, int parts) {
        int at = x.shape().axis(axis);
        int[] sizes = new int[parts];
        java.util.Arrays.fill(sizes, parts == 0 ? 0 : x.shape().size(at) / parts);
        return new Split(at, Shape.of(sizes)).outputs(x);
    }

    @Override
    public Spec[] infer(Spec... x) {
        Shape from = x[0].shape();
        if (axis < 0 || axis >= from.rank()) {
            throw new ShapeException("split", "x is " + x[0] + ", the axis " + axis, "x has no such axis");
        }
        long all = 0;
        Spec[] parts = new Spec[sizes.rank()];
        for (int i = 0; i < parts.length; i++) {
            all += sizes.size(i);
            parts[i] = x[0].with(from.with(axis, sizes.size(i)));
        }
        if (all != from.size(axis) || parts.length == 0) {
            throw new ShapeException(
                    "split",
                    "x is " + from + " and the parts along axis " + axis + " are " + sizes,
                    "the parts must be " + from.size(axis) + " together");
        }
        return parts;
    }

    /** Part i of an {@code x} of this shape, by itself. */
    public Slice part(int i, Shape x) {
        int before = 0;
        for (int j = 0; j < i; j++) {
            before += sizes.size(j);
        }
        int[] steps = new int[x.rank()];
        java.util.Arrays.fill(steps, 1);
        Shape none = Shape.of(new int[x.rank()]);
        return new Slice(
                sizes.size(i) == 0 ? none : none.with(axis, before), x.with(axis, sizes.size(i)), Shape.of(steps));
    }

    @Override
    public Keep keep() {
        return Keep.NOTHING;
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        Spec x = r.spec(0);
        Tensor[] parts = new Tensor[dy.length];
        for (int i = 0; i < dy.length; i++) {
            Tensor d = dy[i];
            parts[i] = d != null ? d : Tensor.full(x.with(x.shape().with(axis, sizes.size(i))), 0);
        }
        return new Tensor[] {new Concat(axis).apply(parts)};
    }
}
