package fovea.data;

import java.util.Arrays;

/**
 * {@code y = (x − mean) W} of a picture {@code x} as one long vector, as whitening needs it (torchvision's {@code LinearTransformation}).
 *
 * @param mean {@code [D]} with {@code D = H · W · C}, in the order in which pictures lie
 * @param matrix {@code W [D, D]}, row by row: row {@code i} is what number {@code i} of the picture adds to all of {@code y}
 */
public record LinearTransform(float[] mean, float[] matrix) implements PictureTransform {

    /** A tile of the matrix that stays in a core's second cache, while the sums of four pictures stay in its first. */
    private static final int ROWS = 64;

    private static final int COLUMNS = 768;

    /** Checks that the matrix is square and finite. */
    public LinearTransform {
        if (matrix.length != (long) mean.length * mean.length) {
            throw new IllegalArgumentException(
                    "linear transform: a mean of %d numbers and a matrix of %d%n  the matrix must have %d"
                            .formatted(mean.length, matrix.length, (long) mean.length * mean.length));
        }
        for (float value : matrix) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(
                        "linear transform: the matrix holds %s%n  add more to the variances before dividing by them"
                                .formatted(value));
            }
        }
    }

    @Override
    public int length() {
        return mean.length;
    }

    @Override
    public void apply(float[] x, int count, float[] scratch) {
        int d = mean.length;
        for (int at = 0; at < count * d; at += d) {
            for (int k = 0; k < d; k++) {
                scratch[at + k] = x[at + k] - mean[k];
            }
        }
        Arrays.fill(x, 0, count * d, 0f);
        for (int row = 0; row < d; row += ROWS) {
            for (int column = 0; column < d; column += COLUMNS) {
                addTile(scratch, x, count, row, column);
            }
        }
    }

    /** Adds to all pictures what a tile of the matrix contributes. */
    private void addTile(float[] in, float[] out, int count, int row, int column) {
        int d = mean.length;
        int rows = Math.min(d, row + ROWS);
        int width = Math.min(d - column, COLUMNS);
        int n = 0;
        for (; n + 3 < count; n += 4) {
            for (int k = row; k < rows; k++) {
                addFour(in, n * d + k, out, n * d + column, k * d + column, width);
            }
        }
        for (; n < count; n++) {
            for (int k = row; k < rows; k++) {
                float factor = in[n * d + k];
                for (int j = 0; j < width; j++) {
                    out[n * d + column + j] += factor * matrix[k * d + column + j];
                }
            }
        }
    }

    /** One piece of a row of the matrix, for four pictures: loops that a processor does in lanes. */
    private void addFour(float[] in, int from, float[] out, int at, int piece, int width) {
        int d = mean.length;
        float a = in[from];
        float b = in[from + d];
        float c = in[from + 2 * d];
        float e = in[from + 3 * d];
        for (int j = 0; j < width; j++) {
            float w = matrix[piece + j];
            out[at + j] += a * w;
            out[at + d + j] += b * w;
            out[at + 2 * d + j] += c * w;
            out[at + 3 * d + j] += e * w;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinearTransform that
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(matrix, that.matrix);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(matrix);
    }

    /** Such as {@code LinearTransform[3072]}. */
    @Override
    public String toString() {
        return "LinearTransform[" + mean.length + "]";
    }
}
