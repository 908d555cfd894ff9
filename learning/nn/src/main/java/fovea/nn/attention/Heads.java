package fovea.nn.attention;

import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;

/** Matrices behind one another: queries, keys and values of several heads. */
final class Heads {
    private Heads() {}

    static void check(Tensor q, Tensor k, Tensor v) {
        boolean fits = q.shape().rank() >= 2
                && k.shape().rank() >= 2
                && v.shape().rank() >= 2
                && q.shape().size(-1) == k.shape().size(-1)
                && k.shape().size(-2) == v.shape().size(-2);
        if (!fits) {
            throw new ShapeException(
                    "attention",
                    "q is " + q.shape() + ", k " + k.shape() + " and v " + v.shape(),
                    "they must be [..., L, E], [..., S, E] and [..., S, V]");
        }
    }

    /** The matrix product, leading axes broadcast to each other. */
    static Tensor product(Tensor a, Tensor b) {
        int rank = Math.max(a.shape().rank(), b.shape().rank());
        int[] leading = new int[rank - 2];
        for (int i = 0; i < leading.length; i++) {
            int fromEnd = rank - i;
            int m = fromEnd <= a.shape().rank() ? a.shape().size(-fromEnd) : 1;
            int n = fromEnd <= b.shape().rank() ? b.shape().size(-fromEnd) : 1;
            leading[i] = m == 1 ? n : m;
        }
        return a.broadcastTo(under(leading, a)).matmul(b.broadcastTo(under(leading, b)));
    }

    private static Shape under(int[] leading, Tensor matrices) {
        int[] sizes = java.util.Arrays.copyOf(leading, leading.length + 2);
        sizes[leading.length] = matrices.shape().size(-2);
        sizes[leading.length + 1] = matrices.shape().size(-1);
        return Shape.of(sizes);
    }

    /** {@code [N, L, H·D]} → {@code [N, H, L, D]}. */
    static Tensor split(Tensor x, int heads) {
        Shape shape = x.shape();
        return x.reshape(Shape.of(shape.size(0), shape.size(1), heads, shape.size(2) / heads))
                .permute(0, 2, 1, 3);
    }

    /** {@code [N, H, L, D]} → {@code [N, L, H·D]}. */
    static Tensor join(Tensor x) {
        Shape shape = x.shape();
        return x.permute(0, 2, 1, 3).reshape(Shape.of(shape.size(0), shape.size(2), shape.size(1) * shape.size(3)));
    }
}
