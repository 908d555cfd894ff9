package fovea.classic.feature;

import fovea.data.Image;

/**
 * Histograms of oriented gradients: which way edges run in each part of a picture, whatever its brightness and contrast (Dalal and Triggs
 * 2005, "Histograms of oriented gradients for human detection"). Every pixel votes for its orientation with its steepness, shared among
 * the two nearest orientations and the four nearest cells (section 6.3); cells are normalized with their neighbors, {@link Blocks}.
 *
 * @param cell side of a cell in pixels; 8 in the paper
 * @param orientations that cut the half circle into equal parts; 9 in the paper
 * @param blocks how cells are normalized
 */
public record Hog(int cell, int orientations, Blocks blocks) implements Feature {
    private static final double CUT = 0.2;

    /** What cells are divided by. */
    public enum Blocks {
        /**
         * Every cell as often as it is in a block of 2 × 2 cells, which is brought to length 1, cut at 0.2 and brought to length 1 again
         * ("L2-Hys", section 6.4).
         */
        OVERLAPPING,
        /**
         * Every cell once, the mean of what it is in its blocks, borders continued (Felzenszwalb et al. 2010, "Object detection with
         * discriminatively trained part-based models", section 6.2, without its signed part): a fourth of the numbers.
         */
        MEAN
    }

    /** Refuses what has no meaning. */
    public Hog {
        if (cell < 2 || orientations < 1) {
            throw new IllegalArgumentException(
                    "hog: cells of %d pixels, %d orientations\n  give at least 2 and 1; 8 and 9 are usual"
                            .formatted(cell, orientations));
        }
    }

    /** With the paper's 8 pixels and 9 orientations, and each cell once: 144 numbers of a picture of 32 × 32. */
    public static Hog compact() {
        return new Hog(8, 9, Blocks.MEAN);
    }

    /** As in the paper; 324 numbers of a picture of 32 × 32. */
    public static Hog overlapping() {
        return new Hog(8, 9, Blocks.OVERLAPPING);
    }

    @Override
    public int size(int height, int width) {
        int rows = height / cell;
        int columns = width / cell;
        return orientations
                * switch (blocks) {
                    case OVERLAPPING -> Math.max(rows - 1, 0) * Math.max(columns - 1, 0) * 4;
                    case MEAN -> rows * columns;
                };
    }

    @Override
    public float[] of(Image image) {
        Cells cells = cells(image);
        return switch (blocks) {
            case OVERLAPPING -> overlapping(cells);
            case MEAN -> mean(cells);
        };
    }

    /** Votes by cell, {@code [rows, columns, orientations]}. */
    private Cells cells(Image image) {
        Gradients slopes = Gradients.centered(image);
        Cells cells = new Cells(image.height() / cell, image.width() / cell, orientations);
        for (int y = 0, i = 0; y < image.height(); y++) {
            double row = (y + 0.5) / cell - 0.5;
            for (int x = 0; x < image.width(); x++, i++) {
                double column = (x + 0.5) / cell - 0.5;
                double turn = slopes.angle()[i] / Math.PI;
                cells.vote(row, column, (turn - Math.floor(turn)) * orientations - 0.5, slopes.magnitude()[i]);
            }
        }
        return cells;
    }

    private float[] overlapping(Cells cells) {
        float[] all = new float[Math.max(cells.rows - 1, 0) * Math.max(cells.columns - 1, 0) * 4 * orientations];
        for (int row = 0, at = 0; row + 1 < cells.rows; row++) {
            for (int column = 0; column + 1 < cells.columns; column++, at += 4 * orientations) {
                System.arraycopy(cells.block(row, column), 0, all, at, 4 * orientations);
            }
        }
        return all;
    }

    private float[] mean(Cells cells) {
        float[] all = new float[cells.rows * cells.columns * orientations];
        for (int row = 0; row < cells.rows; row++) {
            for (int column = 0; column < cells.columns; column++) {
                int at = (row * cells.columns + column) * orientations;
                for (int corner = 0; corner < 4; corner++) {
                    float[] block = cells.block(row - corner / 2, column - corner % 2);
                    for (int k = 0; k < orientations; k++) {
                        all[at + k] += block[corner * orientations + k] / 4;
                    }
                }
            }
        }
        return all;
    }

    /** Histograms of a picture's cells. */
    private record Cells(int rows, int columns, int orientations, double[] votes) {

        Cells(int rows, int columns, int orientations) {
            this(rows, columns, orientations, new double[rows * columns * orientations]);
        }

        /** Shares a vote among two rows, two columns and two orientations; orientations go around. */
        void vote(double row, double column, double orientation, double weight) {
            for (int corner = 0; corner < 8; corner++) {
                int r = (int) Math.floor(row) + (corner >> 2);
                int c = (int) Math.floor(column) + (corner >> 1 & 1);
                int k = (int) Math.floor(orientation) + (corner & 1);
                double share = near(row, r) * near(column, c) * near(orientation, k);
                if (r >= 0 && r < rows && c >= 0 && c < columns) {
                    votes[(r * columns + c) * orientations + Math.floorMod(k, orientations)] += share * weight;
                }
            }
        }

        private static double near(double place, int whole) {
            return 1 - Math.abs(place - whole);
        }

        /** The four cells from this one on, normalized together; cells outside are like the nearest inside. */
        float[] block(int row, int column) {
            double[] four = new double[4 * orientations];
            for (int corner = 0; corner < 4; corner++) {
                int r = Math.clamp(row + corner / 2, 0, rows - 1);
                int c = Math.clamp(column + corner % 2, 0, columns - 1);
                System.arraycopy(votes, (r * columns + c) * orientations, four, corner * orientations, orientations);
            }
            scale(four);
            for (int i = 0; i < four.length; i++) {
                four[i] = Math.min(four[i], CUT);
            }
            scale(four);
            float[] block = new float[four.length];
            for (int i = 0; i < four.length; i++) {
                block[i] = (float) four[i];
            }
            return block;
        }

        /** To length 1, a block without any slope staying 0. */
        private static void scale(double[] block) {
            double sum = 1e-6;
            for (double each : block) {
                sum += each * each;
            }
            double length = Math.sqrt(sum);
            for (int i = 0; i < block.length; i++) {
                block[i] /= length;
            }
        }
    }
}
