package fovea.tensor;

/** Diagonals of matrices and what is below them. */
final class Diagonals {
    private Diagonals() {}

    /** Whether each place of the matrices {@code x [..., M, N]} is at most {@code above} places right of the diagonal; {@code bool [M, N]}. */
    static Tensor below(String operation, Tensor x, long above) {
        if (x.shape().rank() < 2) {
            throw new ShapeException(operation, "x is " + x.shape(), "x must be [..., M, N]");
        }
        int rows = x.shape().size(-2);
        int columns = x.shape().size(-1);
        Positions.count(operation, Shape.of(rows, columns));
        boolean[] below = new boolean[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                below[i * columns + j] = j - i <= above;
            }
        }
        return Tensor.of(Shape.of(rows, columns), below);
    }

    static Tensor of(Tensor x, int above, int rows, int columns) {
        different("diagonal", x.shape(), rows, columns);
        Tensor matrices = x.moveAxes(new int[] {rows, columns}, new int[] {-2, -1});
        int m = matrices.shape().size(-2);
        int n = matrices.shape().size(-1);
        int length = Math.max(0, above < 0 ? Math.min(m + above, n) : Math.min(m, n - above));
        int first = length == 0 ? 0 : above < 0 ? -above * n : above;
        int end = length == 0 ? 0 : first + (length - 1) * (n + 1) + 1;
        return matrices.flatten(-2, -1).slice(-1, first, end, n + 1);
    }

    /** The elements, n + 1 apart in rows of n·n, cut into matrices. */
    static Tensor embedded(Tensor x, int above, int rows, int columns) {
        Shape from = x.shape();
        if (from.rank() < 1) {
            throw new ShapeException("diagEmbed", "x is " + from, "x must be [..., n]");
        }
        int length = from.size(-1);
        int n = Math.addExact(length, Math.abs(above));
        int rank = from.rank();
        int first = length == 0 ? 0 : above < 0 ? -above * n : above;
        int used = length == 0 ? 0 : (length - 1) * (n + 1) + 1;
        Shape none = Shape.of(new int[rank]);
        Tensor flat = new Pad(
                        none.with(-1, first), none.with(-1, n * n - first - used), none.with(-1, length == 0 ? 0 : n))
                .apply(x);
        Tensor matrices = flat.unflatten(-1, n, n);
        different("diagEmbed", matrices.shape(), rows, columns);
        return matrices.moveAxes(new int[] {-2, -1}, new int[] {rows, columns});
    }

    private static void different(String operation, Shape x, int rows, int columns) {
        if (x.axis(rows) == x.axis(columns)) {
            throw new ShapeException(
                    operation,
                    "rows and columns are axes %d and %d of %s".formatted(rows, columns, x),
                    "a matrix has two different axes");
        }
    }
}
