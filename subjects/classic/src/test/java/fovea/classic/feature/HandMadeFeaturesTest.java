package fovea.classic.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.classic.linear.Examples;
import fovea.data.Image;
import fovea.data.scenes.Scenes;
import java.awt.Color;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HandMadeFeaturesTest {

    private static Image gray(int side, IntBinaryOperator level) {
        byte[] pixels = new byte[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                pixels[y * side + x] = (byte) level.applyAsInt(y, x);
            }
        }
        return Image.of(side, side, 1, pixels);
    }

    @Test
    void huesAreThoseOfJavasColorModel() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1000; i++) {
            int red = random.nextInt(256), green = random.nextInt(256), blue = random.nextInt(256);
            double expected = Color.RGBtoHSB(red, green, blue, new float[3])[0];
            assertThat(HueHistogram.hue(red, green, blue)).isCloseTo(expected, Offset.offset(1e-6));
        }
        assertThat(HueHistogram.hue(7, 7, 7)).isZero();
    }

    @Test
    void aHistogramCountsEveryPixelOnce() {
        byte[] pixels = {(byte) 255, 0, 0, 0, (byte) 255, 0, 0, (byte) 250, 0, 0, 0, (byte) 255};
        Image image = Image.of(2, 2, 3, pixels);
        assertThat(new HueHistogram(3).of(image)).containsExactly(0.25f, 0.5f, 0.25f);
        float[] ten = new HueHistogram(10).of(new Scenes(0, 1, 32, 1).get(0).image());
        double sum = 0;
        for (float share : ten) {
            sum += share;
        }
        assertThat(sum).isCloseTo(1, Offset.offset(1e-6));
        assertThatThrownBy(() -> new HueHistogram(0)).hasMessageContaining("10 are usual");
    }

    /** Slopes to the right are in the fifth of nine bins, slopes upward in the first, and those to the left in none. */
    @Test
    void theAssignmentsCellsHoldTheMeanSteepness() {
        float[] right = new AssignmentHog().of(gray(16, (_, x) -> 3 * x));
        assertThat(right).hasSize(4 * 9);
        assertThat(right[4]).as("90° after the shift").isCloseTo(3, Offset.offset(1e-5f));
        assertThat(right[2 * 9 + 4])
                .as("the last column has no next pixel")
                .isCloseTo(3 * 7 / 8f, Offset.offset(1e-5f));
        float[] left = new AssignmentHog().of(gray(16, (_, x) -> 100 - 3 * x));
        float[] up = new AssignmentHog().of(gray(16, (y, _) -> 100 - 2 * y));
        assertThat(left).as("descends to the right").containsOnly(0);
        assertThat(up[0]).isCloseTo(2, Offset.offset(1e-5f));
    }

    @Test
    void edgesVoteForTheirOrientation() {
        Hog hog = new Hog(8, 9, Hog.Blocks.OVERLAPPING);
        // Slopes to the right have angle 0, half between the last and the first of nine orientations.
        assertThat(strongest(hog.of(gray(32, (_, x) -> 7 * x)))).isIn(0, 8);
        assertThat(strongest(hog.of(gray(32, (y, _) -> 7 * y)))).isEqualTo(4);
        assertThat(strongest(hog.of(gray(32, (y, x) -> 4 * (x + y))))).isIn(1, 2);
    }

    private static int strongest(float[] votes) {
        double[] sums = new double[9];
        for (int i = 0; i < votes.length; i++) {
            sums[i % 9] += votes[i];
        }
        int best = 0;
        for (int i = 1; i < 9; i++) {
            best = sums[i] > sums[best] ? i : best;
        }
        return best;
    }

    @Test
    void everyBlockHasLengthOneAndNoPeak() {
        Image image = new Scenes(0, 1, 32, 5).get(0).image();
        float[] votes = Hog.overlapping().of(image);
        assertThat(votes).hasSize(324);
        for (int block = 0; block < 9; block++) {
            double squares = 0;
            for (int i = 0; i < 36; i++) {
                squares += votes[36 * block + i] * votes[36 * block + i];
            }
            assertThat(Math.sqrt(squares)).isCloseTo(1, Offset.offset(1e-3));
        }
        assertThat(Hog.compact().of(image)).hasSize(144).hasSize(Hog.compact().size(32, 32));
    }

    @Test
    void orientationsDoNotKnowLightFromDark() {
        IntBinaryOperator waves = (y, x) -> (int) Math.round(127 + 60 * Math.sin(0.5 * x + 0.3 * y));
        float[] one = Hog.compact().of(gray(32, (y, x) -> waves.applyAsInt(y, x)));
        float[] turned = Hog.compact().of(gray(32, (y, x) -> waves.applyAsInt(31 - y, 31 - x)));
        for (int cell = 0; cell < 16; cell++) {
            for (int k = 0; k < 9; k++) {
                assertThat(turned[9 * (15 - cell) + k])
                        .as("turned by 180°, cells change places and keep their orientations")
                        .isCloseTo(one[9 * cell + k], Offset.offset(1e-4f));
            }
        }
    }

    @Test
    void aPictureWithoutEdgesIsAllZeros() {
        assertThat(Hog.compact().of(gray(32, (_, _) -> 90))).containsOnly(0);
        assertThat(new AssignmentHog().of(gray(32, (_, _) -> 90))).containsOnly(0);
    }

    @Test
    void featuresStandSideBySide() {
        Feature both = Feature.all(Hog.compact(), new HueHistogram(10));
        Scenes scenes = new Scenes(0, 12, 32, 1);
        Examples examples = both.of(scenes);
        assertThat(examples.x().shape().toArray()).containsExactly(12, 154);
        assertThat(examples.classes()).isEqualTo(10);
        Image last = scenes.get(11).image();
        assertThat(examples.x().slice(0, 11, 12).slice(1, 144, 154).toArray())
                .containsExactly(new HueHistogram(10).of(last));
        assertThat(examples.labels().toInts()[11]).isEqualTo(scenes.get(11).label());
    }
}
