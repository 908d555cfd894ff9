package fovea.classic.feature;

import fovea.data.Image;

/**
 * How steep a picture is at each pixel, and in which direction.
 *
 * @param magnitude {@code [H · W]}, in gray levels a pixel
 * @param angle {@code [H · W]}, radians, of the steepest ascent: 0 to the right, growing clockwise (rows go down), −π to π
 */
record Gradients(int height, int width, double[] magnitude, double[] angle) {

    /** By centered differences, of the channel that is steepest at a pixel; borders are continued. Dalal and Triggs 2005, section 6.2. */
    static Gradients centered(Image image) {
        int height = image.height();
        int width = image.width();
        Gradients found = new Gradients(height, width, new double[height * width], new double[height * width]);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                found.steepest(image, y, x);
            }
        }
        return found;
    }

    private void steepest(Image image, int y, int x) {
        int above = Math.max(y - 1, 0);
        int below = Math.min(y + 1, height - 1);
        int left = Math.max(x - 1, 0);
        int right = Math.min(x + 1, width - 1);
        for (int c = 0; c < image.channels(); c++) {
            double dx = root(image.at(y, right, c)) - root(image.at(y, left, c));
            double dy = root(image.at(below, x, c)) - root(image.at(above, x, c));
            set(y * width + x, dx, dy);
        }
    }

    /** Square roots even out how light falls, "square root gamma" of section 6.1; white is as far from black as before. */
    private static double root(int level) {
        return Math.sqrt(255.0 * level);
    }

    /** By differences to the next pixel of the gray picture, none at the last; so the assignment. */
    static Gradients forward(Image image) {
        int height = image.height();
        int width = image.width();
        Gradients found = new Gradients(height, width, new double[height * width], new double[height * width]);
        double[] gray = gray(image);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                found.set(i, x + 1 < width ? gray[i + 1] - gray[i] : 0, y + 1 < height ? gray[i + width] - gray[i] : 0);
            }
        }
        return found;
    }

    /** With the assignment's weights, of which the last is not the standard's 0.114. */
    private static double[] gray(Image image) {
        double[] gray = new double[image.height() * image.width()];
        for (int y = 0, i = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++, i++) {
                gray[i] = image.channels() == 1
                        ? image.at(y, x, 0)
                        : 0.299 * image.at(y, x, 0) + 0.587 * image.at(y, x, 1) + 0.144 * image.at(y, x, 2);
            }
        }
        return gray;
    }

    /** Keeps the steeper of what is there and this. */
    private void set(int i, double dx, double dy) {
        double steep = Math.sqrt(dx * dx + dy * dy);
        if (steep > magnitude[i]) {
            magnitude[i] = steep;
            angle[i] = Math.atan2(dy, dx);
        }
    }
}
