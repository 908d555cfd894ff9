package fovea.data.scenes;

/**
 * What a thing covers: 16 points in each pixel, on a regular 4 × 4 grid, one bit for each, over the rectangle around the
 * thing.
 */
final class Stencil {

    private final int top;
    private final int left;
    private final int height;
    private final int width;

    /** {@code [height, width]}, rows from the top. */
    private final int[] bits;

    private Stencil(int top, int left, int height, int width, int[] bits) {
        this.top = top;
        this.left = left;
        this.height = height;
        this.width = width;
        this.bits = bits;
    }

    static Stencil of(Thing thing, int size) {
        double reach = thing.radius() * Figure.EXTENT;
        int top = (int) Math.max(0, thing.y() - reach);
        int left = (int) Math.max(0, thing.x() - reach);
        int bottom = (int) Math.min(size, thing.y() + reach + 1);
        int right = (int) Math.min(size, thing.x() + reach + 1);
        int[] bits = new int[(bottom - top) * (right - left)];
        double cos = StrictMath.cos(thing.angle()) / thing.radius();
        double sin = StrictMath.sin(thing.angle()) / thing.radius();
        for (int y = top, i = 0; y < bottom; y++) {
            for (int x = left; x < right; x++, i++) {
                bits[i] = pixel(thing.figure(), x - thing.x(), y - thing.y(), cos, sin);
            }
        }
        return new Stencil(top, left, bottom - top, right - left, bits);
    }

    private static int pixel(Figure figure, double dx, double dy, double cos, double sin) {
        int bits = 0;
        for (int point = 0; point < 16; point++) {
            double x = dx + 0.125 + 0.25 * (point & 3);
            double y = dy + 0.125 + 0.25 * (point >> 2);
            if (figure.contains(x * cos + y * sin, y * cos - x * sin)) {
                bits |= 1 << point;
            }
        }
        return bits;
    }

    /** First row of the picture that is covered at all. */
    int top() {
        return top;
    }

    /** Row after the last. */
    int bottom() {
        return top + height;
    }

    /** First column. */
    int left() {
        return left;
    }

    /** Column after the last. */
    int right() {
        return left + width;
    }

    /** The points covered at a pixel of the picture. */
    int at(int y, int x) {
        int row = y - top;
        int column = x - left;
        return row < 0 || column < 0 || row >= height || column >= width ? 0 : bits[row * width + column];
    }

    /** How many points it covers, 16 to a pixel. */
    int area() {
        int area = 0;
        for (int b : bits) {
            area += Integer.bitCount(b);
        }
        return area;
    }

    /** How many points both cover. */
    int overlap(Stencil other) {
        int overlap = 0;
        for (int y = top, i = 0; y < bottom(); y++) {
            for (int x = left; x < right(); x++, i++) {
                overlap += Integer.bitCount(bits[i] & other.at(y, x));
            }
        }
        return overlap;
    }
}
