package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
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
        View view = view(image);
        view.shift(rows, columns);
        if (mirrored) {
            view.mirror();
        }
        float[] out = new float[SIDE * SIDE * channels + 2];
        Arrays.fill(out, -1);
        view.write(table, out, 1);
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

    /** PyTorch's reflect of [0, 1, 2, 3] by 3 on both sides is [3, 2, 1, 0, 1, 2, 3, 2, 1, 0]. */
    @Test
    void reflectsAtTheOutermostPixels() {
        int[] expected = {3, 2, 1, 0, 1, 2, 3, 2, 1, 0};
        for (int i = 0; i < expected.length; i++) {
            assertThat(Padding.REFLECT.at(i - 3, 4)).isEqualTo(expected[i]);
        }
        assertThat(Padding.REFLECT.at(-2, 1)).isZero();
        Image image = Pictures.image(SIDE, 3, 8);
        for (int shift = -5; shift <= 5; shift++) {
            int by = shift;
            float[] out = written(image, view -> {
                view.pad(Padding.REFLECT);
                view.shift(by, -by);
                view.mirror();
            });
            float[] bent = written(image, view -> {
                view.pad(Padding.REFLECT);
                view.shift(by, -by);
                view.mirror();
                view.turn(1, 0, 0, 1);
            });
            assertThat(bent).containsExactly(out);
            for (int i = 0; i < out.length; i++) {
                int y = i / (3 * SIDE) + by;
                int x = SIDE - 1 - i / 3 % SIDE - by;
                int row = SIDE - 1 - Math.abs(SIDE - 1 - Math.abs(y));
                int column = SIDE - 1 - Math.abs(SIDE - 1 - Math.abs(x));
                assertThat(out[i]).isEqualTo(256 * (i % 3) + image.at(row, column, i % 3));
            }
        }
    }

    @Test
    void flipsAboutHalfAndShiftsAllTheWay() {
        Image image = Pictures.image(SIDE, 1, 4);
        float[] table = identity(1);
        SplittableRandom random = new SplittableRandom(1);
        Augmentation augmentation = Augmentation.padAndCrop(1).then(Augmentation.flip());
        java.util.Set<Integer> seen = new java.util.HashSet<>();
        for (int i = 0; i < 2000; i++) {
            View view = view(image);
            augmentation.apply(view, random);
            float[] out = new float[SIDE * SIDE];
            view.write(table, out, 0);
            seen.add(Arrays.hashCode(out));
        }
        assertThat(seen).as("3 × 3 shifts, each in two ways").hasSize(18);
    }

    /** A quarter turn reads row by column: what was right of the middle is below it. */
    @Test
    void turnsAroundTheMiddle() {
        Image image = Pictures.image(SIDE, 1, 3);
        float[] out = written(image, view -> view.turn(0, 1, -1, 0));
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                assertThat(out[y * SIDE + x]).isEqualTo(image.at(x, SIDE - 1 - y, 0));
            }
        }
    }

    @Test
    void aWarpThatMovesNothingShowsTheImageAndAMirroredOneItsMirror() {
        for (int channels : new int[] {1, 3}) {
            Image image = Pictures.image(SIDE, channels, 5);
            View plain = view(image);
            plain.shift(2, -1);
            plain.mirror();
            float[] expected = new float[SIDE * SIDE * channels];
            plain.write(identity(channels), expected, 0);
            float[] found = written(image, view -> {
                view.shift(2, -1);
                view.mirror();
                view.turn(1, 0, 0, 1);
            });
            assertThat(found).containsExactly(expected);
        }
    }

    /** A slope of brightness shows by how much each pixel was displaced; its spread is that of Simard's field, α σ(noise) / (2 √π σ). */
    @Test
    void elasticDisplacementsAreSmoothAndAsLargeAsTheFormulaSays() {
        int side = 64;
        byte[] slope = new byte[side * side];
        for (int i = 0; i < slope.length; i++) {
            slope[i] = (byte) (3 * (i % side) + 20);
        }
        Image image = Image.of(side, side, 1, slope);
        double squares = 0, roughness = 0;
        int count = 0;
        SplittableRandom random = new SplittableRandom(9);
        for (int round = 0; round < 20; round++) {
            View view = view(image);
            Augmentation.elastic(34, 4).apply(view, random);
            float[] out = new float[side * side];
            view.write(identity(1), out, 0);
            for (int y = 16; y < 48; y++) {
                for (int x = 16; x < 48; x++) {
                    double moved = (out[y * side + x] - 20) / 3.0 - x;
                    double next = (out[y * side + x + 1] - 20) / 3.0 - x - 1;
                    squares += moved * moved;
                    roughness += (moved - next) * (moved - next);
                    count++;
                }
            }
        }
        double expected = 34 * Math.sqrt(1 / 3.0) / (2 * Math.sqrt(Math.PI) * 4);
        assertThat(Math.sqrt(squares / count)).isBetween(0.85 * expected, 1.15 * expected);
        assertThat(Math.sqrt(roughness / squares)).isBetween(0.13, 0.22); // 1 / (√2 σ) = 0.177
    }

    @Test
    void theSameSeedBendsTheSameWay() {
        Image image = Pictures.image(SIDE, 3, 5);
        Augmentation bent = Augmentation.affine(15, 0.1, 0.1).then(Augmentation.elastic(20, 2));
        float[] first = written(image, view -> bent.apply(view, new SplittableRandom(4)));
        float[] second = written(image, view -> bent.apply(view, new SplittableRandom(4)));
        float[] other = written(image, view -> bent.apply(view, new SplittableRandom(5)));
        assertThat(first).containsExactly(second).isNotEqualTo(other);
    }

    @Test
    void refusesBendsWithoutMeaning() {
        assertThatThrownBy(() -> Augmentation.elastic(-1, 4)).hasMessageContaining("alpha cannot be negative");
        assertThatThrownBy(() -> Augmentation.elastic(1, 0)).hasMessageContaining("sigma must be above 0");
        assertThatThrownBy(() -> Augmentation.affine(10, 1, 0)).hasMessageContaining("stretch must stay below 1");
    }

    private static View view(Image image) {
        View view = new View(image.height(), image.width());
        view.begin(image, 0, 0, 0);
        return view;
    }

    private static float[] written(Image image, Consumer<View> moves) {
        View view = view(image);
        moves.accept(view);
        float[] out = new float[SIDE * SIDE * image.channels()];
        view.write(identity(image.channels()), out, 0);
        return out;
    }
}
