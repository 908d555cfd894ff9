package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ResamplingTest {

    @Test
    void halvesByWeightsOneThreeThreeOne() {
        Image row = Image.of(1, 8, 1, new byte[] {0, 0, 0, 80, 80, 0, 0, 0});
        // Out pixel 1 lies between in pixels 2 and 3: weights (1, 3, 3, 1) / 8 on pixels 1 to 4.
        assertThat(row.resize(1, 4).pixels()).containsExactly(0, 40, 40, 0);
    }

    @Test
    void doublesLinearly() {
        Image row = Image.of(1, 2, 1, new byte[] {0, 100});
        assertThat(row.resize(1, 4).pixels()).containsExactly(0, 25, 75, 100);
    }

    @Test
    void keepsAConstant() {
        byte[] pixels = new byte[37 * 53 * 3];
        Arrays.fill(pixels, (byte) 201);
        for (int size : new int[] {1, 7, 64, 100}) {
            assertThat(Image.of(37, 53, 3, pixels).resize(size, size + 3).pixels())
                    .containsOnly((byte) 201);
        }
    }

    @Test
    void equalsTheFilterWrittenOut() {
        Image image = noise(29, 41);
        Image small = image.resize(11, 60);
        for (int y = 0; y < 11; y++) {
            for (int x = 0; x < 60; x++) {
                double expected = filtered(image, (y + 0.5) * 29 / 11, 29.0 / 11, (x + 0.5) * 41 / 60, 1, 1);
                assertThat((double) small.at(y, x, 1))
                        .isBetween(expected - 0.75, expected + 0.75); // halves of rows may go either way
            }
        }
    }

    @Test
    void coveringCutsWhatResizingShows() {
        Image image = noise(60, 90);
        assertThat(image.cover(20, 20)).isEqualTo(image.resize(20, 30).centerCrop(20, 20));
        assertThat(image.cover(45, 45)).isEqualTo(image.resizeShortSide(45).centerCrop(45, 45));
        assertThat(image.cover(100, 30)).isEqualTo(image.resize(100, 150).centerCrop(100, 30));
    }

    @Test
    void coversFromAThreadOfPixels() {
        Image thread = Image.of(1, 60_000, 1, new byte[60_000]);
        assertThat(thread.cover(224, 224)).hasToString("Image[224, 224, 1]");
    }

    private static Image noise(int height, int width) {
        byte[] pixels = new byte[height * width * 3];
        new SplittableRandom(5).nextBytes(pixels);
        return Image.of(height, width, 3, pixels);
    }

    /** Along the rows, to whole numbers, and then along the column, as Pillow does. */
    private static double filtered(Image image, double y, double yWidth, double x, double xWidth, int c) {
        double[] column = new double[image.height()];
        for (int row = 0; row < column.length; row++) {
            int at = row;
            column[row] = Math.floor(filtered(image.width(), x, xWidth, i -> image.at(at, i, c)) + 0.5);
        }
        return filtered(column.length, y, yWidth, i -> column[i]);
    }

    private static double filtered(int size, double center, double width, IntToDoubleFunction pixels) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < size; i++) {
            double weight = Math.max(0, 1 - Math.abs(i + 0.5 - center) / width);
            sum += weight * pixels.applyAsDouble(i);
            weights += weight;
        }
        return sum / weights;
    }
}
