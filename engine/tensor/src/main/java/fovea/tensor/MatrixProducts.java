package fovea.tensor;

import java.util.Arrays;

/** Products that are one {@link MatMul} after some moving of axes. */
final class MatrixProducts {
    private MatrixProducts() {}

    static Tensor matmul(Tensor a, Tensor b) {
        int left = a.shape().rank();
        int right = b.shape().rank();
        if (left == 0 || right == 0) {
            throw new ShapeException(
                    "matmul",
                    "a is " + a.shape() + " and b is " + b.shape(),
                    "a scalar has no rows; a.mul(b) would fit");
        }
        if (left == 1 || right == 1) {
            check(a, b);
            Tensor rows = left == 1 ? a.unsqueeze(0) : a;
            Tensor columns = right == 1 ? b.unsqueeze(1) : b;
            Tensor y = matmul(rows, columns);
            Tensor noRow = left == 1 ? y.squeeze(-2) : y;
            return right == 1 ? noRow.squeeze(-1) : noRow;
        }
        if (right == 2 && left > 2) {
            check(a, b);
            return a.flatten(0, -2)
                    .matmul(b)
                    .reshape(a.shape().with(-1, b.shape().size(-1)));
        }
        if (left == 2 && right == 2) {
            return new MatMul().apply(a, b);
        }
        check(a, b);
        Shape batch = batch(a.shape(), b.shape());
        return new MatMul().apply(spread(a, batch), spread(b, batch));
    }

    private static Shape batch(Shape a, Shape b) {
        Shape left = Matrices.batch(a);
        Shape right = Matrices.batch(b);
        for (int i = 1; i <= Math.min(left.rank(), right.rank()); i++) {
            if (left.size(-i) != right.size(-i) && left.size(-i) != 1 && right.size(-i) != 1) {
                throw new ShapeException(
                        "matmul",
                        "a is " + a + " and b is " + b,
                        "before the last two, sizes must be equal or 1; axis %d has %d and %d"
                                .formatted(-i - 2, left.size(-i), right.size(-i)));
            }
        }
        return Shape.common("matmul", left, right);
    }

    private static Tensor spread(Tensor x, Shape batch) {
        return x.broadcastTo(Matrices.of(batch, x.shape().size(-2), x.shape().size(-1)));
    }

    /** Refuses what does not fit, with the shapes as they were given. Types are left to the op: {@link MixedPrecision} rounds what it takes. */
    private static void check(Tensor a, Tensor b) {
        int columns = a.shape().size(-1);
        boolean vector = b.shape().rank() == 1;
        int rows = b.shape().size(vector ? -1 : -2);
        if (columns != rows) {
            boolean turned = !vector && b.shape().size(-1) == columns;
            throw new ShapeException(
                    "matmul",
                    "a is " + a.shape() + " and b is " + b.shape(),
                    "a's %s (%d) must equal b's %s (%d)%s"
                            .formatted(
                                    a.shape().rank() == 1 ? "elements" : "columns",
                                    columns,
                                    vector ? "elements" : "rows",
                                    rows,
                                    turned ? "; b.transpose() would fit" : ""));
        }
    }

    static Tensor tensordot(Tensor a, Tensor b, int[] mine, int[] other) {
        Shape left = a.shape();
        Shape right = b.shape();
        boolean fits = mine.length == other.length
                && Integer.bitCount(Axes.of(left, mine).bits()) == mine.length
                && Integer.bitCount(Axes.of(right, other).bits()) == other.length;
        for (int i = 0; fits && i < mine.length; i++) {
            fits = left.size(mine[i]) == right.size(other[i]);
        }
        if (!fits) {
            throw new ShapeException(
                    "tensordot",
                    "axes %s of a %s and %s of b %s"
                            .formatted(Arrays.toString(mine), left, Arrays.toString(other), right),
                    "give as many different axes of each, with equal sizes");
        }
        int n = mine.length;
        int kept = left.rank() - n;
        Tensor rows = a.moveAxes(mine, Positions.steps(n, kept, 1));
        Tensor columns = b.moveAxes(other, Positions.steps(n, 0, 1));
        int[] sizes = new int[kept + right.rank() - n];
        long m = 1;
        long k = 1;
        for (int i = 0; i < left.rank(); i++) {
            m *= i < kept ? rows.shape().size(i) : 1;
            k *= i < kept ? 1 : rows.shape().size(i);
        }
        long c = 1;
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = i < kept ? rows.shape().size(i) : columns.shape().size(n + i - kept);
            c *= i < kept ? 1 : sizes[i];
        }
        return rows.reshape(Math.toIntExact(m), Math.toIntExact(k))
                .matmul(columns.reshape(Math.toIntExact(k), Math.toIntExact(c)))
                .reshape(Shape.of(sizes));
    }

    static Tensor linear(Tensor x, Tensor w) {
        if (w.shape().rank() != 2
                || x.shape().rank() < 1
                || x.shape().size(-1) != w.shape().size(1)) {
            throw new ShapeException(
                    "linear",
                    "x is " + x.shape() + " and w is " + w.shape(),
                    "x must be [..., in] and w [out, in] with the same in");
        }
        return x.matmul(w.transpose());
    }

    /** x times all of w at once, {@code [..., out·in2]}, then with z. */
    static Tensor bilinear(Tensor x, Tensor z, Tensor w) {
        Shape s = w.shape();
        boolean fits = s.rank() == 3
                && x.shape().rank() >= 1
                && z.shape().rank() == x.shape().rank()
                && x.shape().size(-1) == s.size(1)
                && z.shape().size(-1) == s.size(2)
                && x.shape().with(-1, 0).equals(z.shape().with(-1, 0));
        if (!fits) {
            throw new ShapeException(
                    "bilinear",
                    "x is " + x.shape() + ", z is " + z.shape() + " and w is " + s,
                    "x must be [..., in1], z [..., in2] and w [out, in1, in2]");
        }
        Tensor all = x.matmul(w.permute(1, 0, 2).reshape(s.size(1), s.size(0) * s.size(2)));
        return all.unflatten(-1, s.size(0), s.size(2)).mul(z.unsqueeze(-2)).sum(-1);
    }
}
