package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmentationTest {

    private static final int SIDE = 7;

    @Test
    void showsWhatPaddingCroppingAndMirroringOneByOneWouldShow() {
        for (int channels : new int[] {1, 3}) {
            Image image = Pictures.image(SIDE, channels, 3);
            for (int rows = -9; rows <= 9; rows++) {
                for (int columns = -9; columns <= 9; columns++) {
                    assertShows(image, rows, columns, false);
                    assertShows(image, rows, columns, true);
                }
            }
        }
    }

    private static void assertShows(Image image, int rows, int columns, boolean mirrored) {
        int channels = image.channels();
        float[] table = identity(channels);
        Placement placement = new Placement();
        placement.shift(rows, columns);
        if (mirrored) {
            placement.mirror();
        }
        float[] out = new float[SIDE * SIDE * channels + 2];
        Arrays.fill(out, -1);
        placement.write(image, table, SIDE, SIDE, out, 1);
        assertThat(out[0]).isEqualTo(-1);
        assertThat(out[out.length - 1]).isEqualTo(-1);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                for (int c = 0; c < channels; c++) {
                    int seen = mirrored ? SIDE - 1 - x : x;
                    float found = out[1 + (y * SIDE + seen) * channels + c];
                    assertThat(found).isEqualTo(256 * c + valueOrBlack(image, y + rows, x + columns, c));
                }
            }
        }
    }

    private static float[] identity(int channels) {
        float[] table = new float[channels * 256];
        for (int i = 0; i < table.length; i++) {
            table[i] = i;
        }
        return table;
    }

    private static int valueOrBlack(Image image, int y, int x, int c) {
        return y < 0 || x < 0 || y >= SIDE || x >= SIDE ? 0 : image.at(y, x, c);
    }

    @Test
    void flipsAboutHalfAndShiftsAllTheWay() {
        Image image = Pictures.image(SIDE, 1, 4);
        float[] table = identity(1);
        SplittableRandom random = new SplittableRandom(1);
        Augmentation augmentation = Augmentation.padAndCrop(1).then(Augmentation.flip());
        java.util.Set<Integer> seen = new java.util.HashSet<>();
        for (int i = 0; i < 2000; i++) {
            Placement placement = new Placement();
            augmentation.apply(placement, random);
            float[] out = new float[SIDE * SIDE];
            placement.write(image, table, SIDE, SIDE, out, 0);
            seen.add(Arrays.hashCode(out));
        }
        assertThat(seen).as("3 × 3 shifts, each in two ways").hasSize(18);
    }
}
