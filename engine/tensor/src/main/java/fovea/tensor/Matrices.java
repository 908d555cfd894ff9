package fovea.tensor;

/** Checks and small pieces that the ops on the last two axes share. */
final class Matrices {
    private Matrices() {}

    /** The shape of {@code x}, which must be {@code [..., M, N]} of floating-point numbers. */
    static Shape matrix(String operation, Spec x) {
        if (x.shape().rank() < 2 || !x.dtype().isFloating()) {
            throw new ShapeException(operation, "a is " + x, "a must be [..., M, N] of floating-point numbers");
        }
        return x.shape();
    }

    /** The shape of {@code x}, which must be {@code [..., N, N]} of floating-point numbers. */
    static Shape square(String operation, Spec x) {
        Shape a = matrix(operation, x);
        if (a.size(-2) != a.size(-1)) {
            throw new ShapeException(
                    operation, "a is " + a, "a matrix has as many rows as columns here; a.pinv() and a.svd() take any");
        }
        return a;
    }

    /** The batch that a shape {@code [..., M, N]} is made of, its last two axes left out. */
    static Shape batch(Shape a) {
        return Shape.of(java.util.Arrays.copyOf(a.toArray(), a.rank() - 2));
    }

    /** {@code batch} with two axes added. */
    static Shape of(Shape batch, int rows, int columns) {
        int[] sizes = java.util.Arrays.copyOf(batch.toArray(), batch.rank() + 2);
        sizes[batch.rank()] = rows;
        sizes[batch.rank() + 1] = columns;
        return Shape.of(sizes);
    }

    /** The identity as large as the square matrices of {@code spec}, once for each of them. */
    static Tensor identity(Spec spec) {
        int n = spec.shape().size(-1);
        return new OneHot(n, spec.dtype()).apply(iota(n)).broadcastTo(spec.shape());
    }

    private static Tensor iota(int n) {
        int[] places = new int[n];
        java.util.Arrays.setAll(places, i -> i);
        return Tensor.of(Shape.of(n), places);
    }

    /** What is on and below the diagonal, or only below it if {@code strictly}; 0 elsewhere. */
    static Tensor lower(Tensor a, boolean strictly) {
        Tensor row = iota(a.shape().size(-2)).reshape(Shape.of(a.shape().size(-2), 1));
        Tensor column = iota(a.shape().size(-1));
        return (strictly ? row.gt(column) : row.ge(column)).where(a, 0);
    }

    /** What is on and above the diagonal, or only above it if {@code strictly}; 0 elsewhere. */
    static Tensor upper(Tensor a, boolean strictly) {
        return lower(a.transpose(), strictly).transpose();
    }

    /** The diagonal, {@code [..., M, N]} → {@code [..., min(M, N)]}. */
    static Tensor diagonal(Tensor a) {
        int rows = a.shape().size(-2);
        int columns = a.shape().size(-1);
        Shape batch = batch(a.shape());
        int[] flat = java.util.Arrays.copyOf(batch.toArray(), batch.rank() + 1);
        flat[batch.rank()] = Math.multiplyExact(rows, columns);
        Tensor places = iota(Math.min(rows, columns)).mul(columns + 1.0);
        return a.reshape(Shape.of(flat)).take(-1, places);
    }

    /** {@code y[…, i, j] = a[…, i, j] · s[…, j]}. */
    static Tensor scaleColumns(Tensor a, Tensor s) {
        Shape shape = s.shape();
        return a.mul(s.reshape(
                of(Shape.of(java.util.Arrays.copyOf(shape.toArray(), shape.rank() - 1)), 1, shape.size(-1))));
    }

    /** {@code y[…, i, j] = s[…, i] · a[…, i, j]}. */
    static Tensor scaleRows(Tensor a, Tensor s) {
        return scaleColumns(a.transpose(), s).transpose();
    }

    /** {@code 1 / (s[…, j] − s[…, i])} off the diagonal, 0 on it; what a rotation of two eigenvectors into each other costs. */
    static Tensor reciprocalGaps(Tensor s) {
        Shape shape = s.shape();
        Shape batch = Shape.of(java.util.Arrays.copyOf(shape.toArray(), shape.rank() - 1));
        int n = shape.size(-1);
        Tensor gaps = s.reshape(of(batch, 1, n)).sub(s.reshape(of(batch, n, 1)));
        Tensor identity = identity(gaps.spec());
        return gaps.add(identity).reciprocal().sub(identity);
    }
}
