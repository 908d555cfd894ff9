package fovea.nn;

import fovea.tensor.IndexAdd;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;

/**
 * How rows of a table of vectors are fetched by their numbers, from 0 up; all as PyTorch's {@code embedding}.
 *
 * @param padding the row that is never learned, for what only fills up; −1 for none
 * @param maxNorm rows that are fetched and longer are first cut down to this length in the table itself, {@code w · maxNorm / (‖w‖ + 1e-7)},
 *     which gradients do not see; infinite for none
 * @param normType the p of that length
 * @param byFrequency whether the gradient of a row is divided by how often it was fetched
 */
public record Lookup(int padding, double maxNorm, double normType, boolean byFrequency) {
    /** With nothing of all that. */
    public static final Lookup PLAIN = new Lookup(-1, Double.POSITIVE_INFINITY, 2, false);

    /** Leaves a row as it is. */
    public Lookup withPadding(int row) {
        return new Lookup(row, maxNorm, normType, byFrequency);
    }

    /** Keeps rows at this length or less. */
    public Lookup withMaxNorm(double length, double p) {
        return new Lookup(padding, length, p, byFrequency);
    }

    /** Divides gradients by how often a row was fetched. */
    public Lookup scaledByFrequency() {
        return new Lookup(padding, maxNorm, normType, true);
    }

    /**
     * The rows of these numbers.
     *
     * <p>Shapes: table {@code [V, D]}, ids {@code [I…]} of {@code i32} or {@code i64} → {@code [I…, D]}.
     */
    public Tensor rows(Tensor table, Tensor ids) {
        Tensor rows = every(table, ids);
        return padding < 0 ? rows : isPadding(ids, rows.shape()).where(rows.stopGradient(), rows);
    }

    /** The rows, that of {@code padding} too. */
    Tensor every(Tensor table, Tensor ids) {
        check(table, ids);
        Tensor rows = table.take(0, ids);
        if (limits()) {
            rows = withGradientOf(cut(rows), rows);
        }
        return byFrequency ? withGradientOf(rows, rows.div(counts(table, ids).take(0, ids))) : rows;
    }

    /** The table after what was fetched has been cut down to {@code maxNorm}. */
    public Tensor limited(Tensor table, Tensor ids) {
        check(table, ids);
        return limits() ? counts(table, ids).gt(0).where(cut(table), table).stopGradient() : table;
    }

    boolean limits() {
        return maxNorm < Double.POSITIVE_INFINITY;
    }

    /** Whether each element of the rows is padding. */
    Tensor isPadding(Tensor ids, Shape rows) {
        return ids.eq(padding).reshape(rows.with(-1, 1)).expand(rows);
    }

    private Tensor cut(Tensor rows) {
        Tensor column = rows.norm(normType, -1).unsqueeze(-1);
        Tensor factor = column.add(1e-7).reciprocal().mul(maxNorm);
        return column.gt(maxNorm).where(rows.mul(factor), rows);
    }

    /** The value of one and the gradient of another: {@code value + (x − x)}. */
    private static Tensor withGradientOf(Tensor value, Tensor x) {
        return value.stopGradient().add(x.sub(x.stopGradient()));
    }

    /** How often each row was fetched, {@code [V, 1]}. */
    private static Tensor counts(Tensor table, Tensor ids) {
        int v = table.shape().size(0);
        Tensor ones = Tensor.full(table.spec().with(ids.shape()), 1);
        return new IndexAdd(0, v).apply(ones, ids).reshape(Shape.of(v, 1));
    }

    private void check(Tensor table, Tensor ids) {
        Shape shape = table.shape();
        if (shape.rank() != 2 || !ids.dtype().isIndex()) {
            throw new ShapeException(
                    "embedding",
                    "the table is " + table.spec() + " and the ids " + ids.spec(),
                    "the table must be [V, D], and the ids i32 or i64");
        }
        if (padding >= shape.size(0)) {
            throw new ShapeException(
                    "embedding",
                    "the table is " + shape + ", the padding row " + padding,
                    "it has rows 0 to " + (shape.size(0) - 1));
        }
    }
}
