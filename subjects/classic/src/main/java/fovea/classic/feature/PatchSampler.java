package fovea.classic.feature;

import fovea.data.Image;

/**
 * Square patches of a picture as rows of numbers, each row brought to mean 0 and like contrast: {@code (p − mean) / √(variance + 10)}, as
 * Coates and Ng (2011, "The importance of encoding versus training with sparse coding and vector quantization") have it.
 *
 * @param side of a patch, in pixels; 6 there
 * @param stride from patch to patch, in pixels; 1 there
 */
record PatchSampler(int side, int stride) {
    private static final double FLOOR = 10;

    /** How many patches fit along so many pixels. */
    int along(int pixels) {
        return pixels < side ? 0 : (pixels - side) / stride + 1;
    }

    /** Numbers of a patch. */
    int size(int channels) {
        return side * side * channels;
    }

    /** Writes all patches of a picture, row by row of the picture, {@code [P, side · side · C]}. */
    void all(Image image, float[] rows, int at) {
        int to = at;
        for (int y = 0; y < along(image.height()); y++) {
            for (int x = 0; x < along(image.width()); x++) {
                one(image, y * stride, x * stride, rows, to);
                to += size(image.channels());
            }
        }
    }

    /** Writes the patch whose upper left pixel this is. */
    void one(Image image, int top, int left, float[] row, int at) {
        int run = side * image.channels();
        byte[] pixels = image.pixels();
        int sum = 0;
        int squares = 0; // at most 255² · 3 · side², which fits for patches up to 100 wide
        for (int y = 0, to = at; y < side; y++) {
            int from = ((top + y) * image.width() + left) * image.channels();
            for (int i = 0; i < run; i++, to++) {
                int value = pixels[from + i] & 255;
                row[to] = value;
                sum += value;
                squares += value * value;
            }
        }
        int n = side * run;
        double mean = (double) sum / n;
        double variance = ((double) squares - mean * sum) / (n - 1);
        float middle = (float) mean;
        float scale = (float) (1 / Math.sqrt(variance + FLOOR));
        for (int i = at; i < at + n; i++) {
            row[i] = (row[i] - middle) * scale;
        }
    }
}
