package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CropsTest {

    private static final int FRAME = 16;
    private static final int ROWS = 40;
    private static final int COLUMNS = 60;
    private static final Image IMAGE = noise(ROWS, COLUMNS);

    /** What is drawn of the image is exactly what cropping and then resizing gives. */
    @Test
    void showsAPartScaledToTheFrame() {
        float[] seen = seen(IMAGE, view -> view.zoom(7, 11, 23, 31));
        assertThat(seen).containsExactly(plain(IMAGE.crop(7, 11, 23, 31).resize(FRAME, FRAME)));
        float[] same = seen(IMAGE, view -> view.zoom(3, 4, FRAME, FRAME));
        assertThat(same).containsExactly(plain(IMAGE.crop(3, 4, FRAME, FRAME)));
    }

    @Test
    void showsAWindowOfTheScaledImage() {
        Image scaled = IMAGE.resize(24, 36);
        float[] seen = seen(IMAGE, view -> {
            view.scale(24, 36);
            view.shift(5, 17);
            view.mirror();
        });
        Image window = scaled.crop(5, 17, FRAME, FRAME);
        for (int y = 0; y < FRAME; y++) {
            for (int x = 0; x < FRAME; x++) {
                assertThat(seen[3 * (y * FRAME + x)]).isEqualTo(window.at(y, FRAME - 1 - x, 0));
            }
        }
        float[] bent = seen(IMAGE, view -> {
            view.scale(24, 36);
            view.shift(5, 17);
            view.mirror();
            view.turn(1, 0, 0, 1);
        });
        assertThat(bent).containsExactly(seen);
        float[] outside = seen(IMAGE, view -> {
            view.scale(24, 36);
            view.shift(-2, 0);
        });
        assertThat(outside[0]).isZero();
        assertThat(outside[3 * 2 * FRAME]).isEqualTo(scaled.at(0, 0, 0));
    }

    /** torchvision's limits: no part is smaller than 8 % or slimmer than 3:4 by more than rounding, and areas are uniform where all fit. */
    @Test
    void drawsPartsOfAllSizesAndShapes() {
        SplittableRandom random = new SplittableRandom(5);
        double areas = 0;
        double logs = 0;
        int rounds = 4000;
        RandomResizedCrop crop = new RandomResizedCrop(0.08, 0.4, 3 / 4.0, 4 / 3.0);
        Image square = noise(300, 300);
        for (int i = 0; i < rounds; i++) {
            View view = view(square);
            crop.apply(view, random);
            double area = (double) view.partHeight() * view.partWidth() / (300 * 300);
            double ratio = (double) view.partWidth() / view.partHeight();
            assertThat(area).isBetween(0.078, 0.403);
            assertThat(ratio).isBetween(0.74, 1.35);
            areas += area / rounds;
            logs += Math.log(ratio) / rounds;
        }
        assertThat(areas).isCloseTo(0.24, within(0.006));
        assertThat(logs).isCloseTo(0, within(0.012));
    }

    /** An image so long that no part fits: the middle, at the widest ratio. */
    @Test
    void takesTheMiddleWhereNoPartFits() {
        View view = view(noise(4, 90));
        new RandomResizedCrop(0.9, 1, 3 / 4.0, 4 / 3.0).apply(view, new SplittableRandom(1));
        assertThat(view.partHeight()).isEqualTo(4);
        assertThat(view.partWidth()).isEqualTo(5);
    }

    @Test
    void jittersTheShortSideAndCropsInside() {
        SplittableRandom random = new SplittableRandom(2);
        boolean[] sides = new boolean[64];
        for (int i = 0; i < 300; i++) {
            View view = view(IMAGE);
            Augmentation.scaleJitter(20, 24).apply(view, random);
            sides[view.scaledHeight()] = true;
            assertThat(view.scaledWidth()).isEqualTo(view.scaledHeight() * COLUMNS / ROWS);
        }
        for (int side = 0; side < sides.length; side++) {
            assertThat(sides[side]).isEqualTo(side >= 20 && side <= 24);
        }
    }

    @Test
    void showsTheMiddleAsTheImageItselfWould() {
        Image expected = IMAGE.resizeShortSide(21).centerCrop(FRAME, FRAME);
        assertThat(seen(IMAGE, view -> Augmentation.centerCrop(21).apply(view, RandomGenerator.getDefault())))
                .containsExactly(plain(expected));
    }

    @Test
    void refusesFramesThatDoNotFit() {
        assertThatThrownBy(() -> seen(IMAGE, view -> Augmentation.centerCrop(12).apply(view, new SplittableRandom(1))))
                .hasMessageContaining("has 12 × 18 pixels, too few for a frame of 16 × 16");
        assertThatThrownBy(() -> seen(IMAGE, view -> view.zoom(30, 0, 11, 5))).hasMessageContaining("lies inside");
        assertThatThrownBy(() -> Augmentation.randomResizedCrop(0, 1, 1, 1)).hasMessageContaining("0 < least");
        assertThatThrownBy(() -> Augmentation.scaleJitter(9, 8)).hasMessageContaining("least ≤ most");
    }

    private static Image noise(int rows, int columns) {
        byte[] pixels = new byte[rows * columns * 3];
        new SplittableRandom(rows).nextBytes(pixels);
        return Image.of(rows, columns, 3, pixels);
    }

    private static View view(Image image) {
        View view = new View(FRAME, FRAME);
        view.begin(image, 0, 0, 0);
        return view;
    }

    private interface Change {
        void make(View view);
    }

    private static float[] seen(Image image, Change change) {
        View view = view(image);
        change.make(view);
        float[] out = new float[FRAME * FRAME * 3];
        view.write(bytes(), out, 0);
        return out;
    }

    private static float[] plain(Image image) {
        float[] out = new float[image.pixels().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = image.pixels()[i] & 0xff;
        }
        return out;
    }

    private static float[] bytes() {
        float[] table = new float[3 * 256];
        for (int i = 0; i < table.length; i++) {
            table[i] = i % 256;
        }
        return table;
    }
}
