package fovea.classic;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DeskewTest {
    /** A stroke that leans by {@code slant} columns a row, 11 rows high, around {@code (x, y)} of a 21 × 21 picture. */
    private static float[] stroke(double slant, double x, int y) {
        float[] picture = new float[441];
        for (int row = -5; row <= 5; row++) {
            double at = x + slant * row;
            int left = (int) Math.floor(at);
            picture[(y + row) * 21 + left] += (float) (100 * (1 - (at - left)));
            picture[(y + row) * 21 + left + 1] += (float) (100 * (at - left));
        }
        return picture;
    }

    @Test
    void aLeaningStrokeStandsUprightInTheMiddle() {
        Deskew deskew = new Deskew(21, 21, 0);
        float[] upright = deskew.apply(stroke(1, 8, 7));
        for (int row = 0; row < 21; row++) {
            for (int column = 0; column < 21; column++) {
                float expected = column == 10 && row >= 5 && row <= 15 ? 100 : 0;
                assertThat(upright[row * 21 + column]).isEqualTo(expected, Offset.offset(1e-3f));
            }
        }
    }

    @Test
    void whateverItLeansItEndsAlike() {
        Deskew deskew = new Deskew(21, 21, 1);
        float[] straight = deskew.apply(stroke(0, 10, 10));
        for (double slant : new double[] {-1, 1, 0.5}) {
            float[] upright = deskew.apply(stroke(slant, 10, 10));
            for (int i = 0; i < straight.length; i++) {
                assertThat(upright[i]).isEqualTo(straight[i], Offset.offset(7f)); // bilinear values blur by themselves
            }
        }
    }

    /** One bright pixel becomes a Gaussian bell whose sum is as bright. */
    @Test
    void aBrightPixelBecomesABell() {
        float[] pixel = new float[441];
        pixel[220] = 1;
        float[] bell = new Deskew(21, 21, 1.5).apply(pixel);
        double sum = 0;
        for (float value : bell) {
            sum += value;
        }
        assertThat(sum).isEqualTo(1, Offset.offset(1e-5));
        assertThat((double) bell[221] / bell[220]).isEqualTo(Math.exp(-1 / 4.5), Offset.offset(1e-5));
        assertThat((double) bell[242] / bell[220]).isEqualTo(Math.exp(-2 / 4.5), Offset.offset(1e-5));
    }

    @Test
    void aBlackPictureStaysBlack() {
        assertThat(new Deskew(21, 21, 1).apply(new float[441])).containsOnly(0);
    }
}
