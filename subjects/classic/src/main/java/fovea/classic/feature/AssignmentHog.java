package fovea.classic.feature;

import fovea.data.Image;

/**
 * Histograms of gradients as the course's assignment computes them: for every cell of 8 × 8 pixels the mean steepness in each of 9
 * directions from −90° to 90°; slopes that descend to the right count nowhere. Nothing is interpolated, nothing normalized. {@link Hog} is
 * the published one.
 *
 * <p>Order: columns of cells from the left, in each the cells from the top, in each the directions.
 */
public record AssignmentHog() implements Feature {
    private static final int CELL = 8;
    private static final int DIRECTIONS = 9;

    @Override
    public int size(int height, int width) {
        return height / CELL * (width / CELL) * DIRECTIONS;
    }

    @Override
    public float[] of(Image image) {
        int rows = image.height() / CELL;
        int columns = image.width() / CELL;
        Gradients slopes = Gradients.forward(image);
        float[] cells = new float[rows * columns * DIRECTIONS];
        for (int y = 0; y < rows * CELL; y++) {
            for (int x = 0; x < columns * CELL; x++) {
                int i = y * image.width() + x;
                double degrees = Math.toDegrees(slopes.angle()[i]) + 90;
                int bin = (int) Math.floor(degrees / (180.0 / DIRECTIONS));
                if (bin >= 0 && bin < DIRECTIONS) {
                    int cell = x / CELL * rows + y / CELL;
                    cells[cell * DIRECTIONS + bin] += (float) (slopes.magnitude()[i] / (CELL * CELL));
                }
            }
        }
        return cells;
    }
}
