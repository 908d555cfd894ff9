package fovea.data;

/**
 * An upright rectangle in pixels, from the upper left edge {@code (x0, y0)} to the lower right edge {@code (x1, y1)}: the
 * box around the single pixel in row 2, column 5 is {@code [5, 2, 6, 3]}.
 */
public record Box(double x0, double y0, double x1, double y1) {

    /** {@code x1 − x0}. */
    public double width() {
        return x1 - x0;
    }

    /** {@code y1 − y0}. */
    public double height() {
        return y1 - y0;
    }

    /** {@code width · height}, in square pixels. */
    public double area() {
        return width() * height();
    }

    /** Column of the middle. */
    public double centerX() {
        return (x0 + x1) / 2;
    }

    /** Row of the middle. */
    public double centerY() {
        return (y0 + y1) / 2;
    }
}
