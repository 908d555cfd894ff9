package fovea.classic;

/**
 * Sets slanted writing upright, moves it to the middle, and blurs it a little, so that digits of one kind lie nearer to each other.
 *
 * <p>The slant is that of the picture's second moments: with brightness {@code m} at {@code (x, y)} around its center of mass, columns move
 * by {@code Σ m x y / Σ m y²} a row (as LeCun et al. 1998, section III.B, deskew). Values between pixels are bilinear, outside 0. Then each
 * pixel becomes a mean of its neighbors with Gaussian weights.
 *
 * @param height of the pictures in pixels
 * @param width of the pictures in pixels
 * @param blur standard deviation of the Gaussian in pixels; 0 blurs nothing
 */
public record Deskew(int height, int width, double blur) {

    /** A gray picture {@code [H, W]}, upright; one without any brightness stays as it is. */
    public float[] apply(float[] picture) {
        return blurred(upright(picture));
    }

    private float[] upright(float[] picture) {
        double mass = 0;
        double sumX = 0;
        double sumY = 0;
        for (int i = 0; i < picture.length; i++) {
            mass += picture[i];
            int row = i / width;
            sumX += (double) picture[i] * (i % width);
            sumY += (double) picture[i] * row;
        }
        if (mass == 0) {
            return picture.clone();
        }
        double centerX = sumX / mass;
        double centerY = sumY / mass;
        double slant = slant(picture, centerX, centerY);
        float[] upright = new float[picture.length];
        for (int y = 0; y < height; y++) {
            double fromY = y - (height - 1) / 2.0;
            for (int x = 0; x < width; x++) {
                double fromX = x - (width - 1) / 2.0;
                upright[y * width + x] = (float) at(picture, centerY + fromY, centerX + fromX + slant * fromY);
            }
        }
        return upright;
    }

    /** Columns that the writing moves by from one row to the next. */
    private double slant(float[] picture, double centerX, double centerY) {
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < picture.length; i++) {
            int row = i / width;
            double x = i % width - centerX;
            double y = row - centerY;
            xy += picture[i] * x * y;
            yy += picture[i] * y * y;
        }
        return yy == 0 ? 0 : xy / yy;
    }

    private double at(float[] picture, double y, double x) {
        int top = (int) Math.floor(y);
        int left = (int) Math.floor(x);
        double down = y - top;
        double right = x - left;
        return (1 - down) * ((1 - right) * pixel(picture, top, left) + right * pixel(picture, top, left + 1))
                + down * ((1 - right) * pixel(picture, top + 1, left) + right * pixel(picture, top + 1, left + 1));
    }

    private double pixel(float[] picture, int y, int x) {
        return y < 0 || x < 0 || y >= height || x >= width ? 0 : picture[y * width + x];
    }

    private float[] blurred(float[] picture) {
        int reach = (int) Math.ceil(3 * blur);
        if (reach == 0) {
            return picture;
        }
        double[] weights = new double[2 * reach + 1];
        double sum = 0;
        for (int i = -reach; i <= reach; i++) {
            weights[i + reach] = Math.exp(-i * i / (2 * blur * blur));
            sum += weights[i + reach];
        }
        return along(along(picture, weights, sum, 1, 0), weights, sum, 0, 1);
    }

    /** A weighted mean of pixels in a row, {@code dx} or {@code dy} apart. */
    private float[] along(float[] picture, double[] weights, double total, int dx, int dy) {
        int reach = weights.length / 2;
        float[] mean = new float[picture.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sum = 0;
                for (int i = -reach; i <= reach; i++) {
                    sum += weights[i + reach] * pixel(picture, y + i * dy, x + i * dx);
                }
                mean[y * width + x] = (float) (sum / total);
            }
        }
        return mean;
    }
}
