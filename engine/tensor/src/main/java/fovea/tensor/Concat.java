package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Tensors one behind the other along an axis. Gradient: to each its slice of {@code dy}.
 *
 * <p>Shapes: {@code [A, m], [A, n], …} along axis 1 → {@code y [A, m + n + …]}; one type, and one size along each other axis.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Concat.html">ONNX Concat</a>
 */
public record Concat(int axis) implements Op {
    @Override
    public Spec[] infer(Spec... x) {
        if (x.length == 0) {
            throw new ShapeException("concat", "there are no tensors", "give one or more");
        }
        int n = 0;
        for (Spec each : x) {
            boolean fits = each.dtype() == x[0].dtype()
                    && each.shape().rank() == x[0].shape().rank()
                    && axis < each.shape().rank()
                    && each.shape().with(axis, 0).equals(x[0].shape().with(axis, 0));
            if (!fits) {
                throw new ShapeException(
                        "concat",
                        x[0] + " and " + each + " along axis " + axis,
                        "types must be equal, and sizes along all other axes");
            }
            n = Math.addExact(n, each.shape().size(axis));
        }
        return new Spec[] {x[0].with(x[0].shape().with(axis, n))};
    }

    @Override
    public Keep keep() {
        return Keep.NOTHING;
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        @Nullable Tensor[] dx = new Tensor[r.inputs()];
        int at = 0;
        for (int i = 0; i < dx.length; i++) {
            int n = r.shape(i).size(axis);
            dx[i] = r.wants(i) ? Op.only(dy).slice(axis, at, at + n, 1) : null;
            at += n;
        }
        return dx;
    }
}
