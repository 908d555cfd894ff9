package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TonesTest {

    private static final int SIDE = 6;
    private static final Normalization NORMALIZATION = Normalization.IMAGENET;
    private static final Image IMAGE = Pictures.image(SIDE, 3, 11);

    @Test
    void changesBrightnessContrastAndSaturationByTheFormulas() {
        double[] x = plain();
        assertSees(view -> view.brightness(1.3), map(x, i -> clamp(1.3 * x[i])));
        double mean = IntStream.range(0, SIDE * SIDE)
                .mapToDouble(p -> gray(x, p))
                .average()
                .orElseThrow();
        assertSees(view -> view.contrast(0.4), map(x, i -> clamp(0.4 * x[i] + 0.6 * mean)));
        assertSees(view -> view.saturation(1.7), map(x, i -> clamp(1.7 * x[i] - 0.7 * gray(x, i / 3))));
        assertSees(view -> view.light(0.1, -0.2, 0.3), map(x, i -> x[i] + new double[] {0.1, -0.2, 0.3}[i % 3]));
    }

    /** Against the JDK's own HSV. */
    @Test
    void turnsHues() {
        for (double turn : new double[] {-0.5, -0.21, 0, 0.1, 0.5}) {
            double[] expected = new double[SIDE * SIDE * 3];
            for (int p = 0; p < SIDE * SIDE; p++) {
                int[] rgb = {at(3 * p), at(3 * p + 1), at(3 * p + 2)};
                float[] hsv = Color.RGBtoHSB(rgb[0], rgb[1], rgb[2], null);
                int turned = Color.HSBtoRGB((float) (hsv[0] + turn), hsv[1], hsv[2]);
                for (int c = 0; c < 3; c++) {
                    expected[3 * p + c] = (turned >> (16 - 8 * c) & 0xff) / 255.0;
                }
            }
            assertSees(view -> view.hue(turn), expected, 0.51 / 255);
        }
    }

    @Test
    void changesColorsInTheOrderAskedForAndThenHides() {
        double[] x = plain();
        double[] brightened = map(x, i -> clamp(2 * x[i]));
        float[] seen = seen(view -> {
            view.hide(-1, 4, 3, 9);
            view.brightness(2);
            view.saturation(0);
        });
        for (int i = 0; i < seen.length; i++) {
            int y = i / 3 / SIDE;
            int column = i / 3 % SIDE;
            double gray = (gray(brightened, i / 3) - NORMALIZATION.mean().get(i % 3))
                    / NORMALIZATION.std().get(i % 3);
            assertThat((double) seen[i]).isCloseTo(y < 2 && column >= 4 ? 0 : gray, within(1e-4));
        }
    }

    @Test
    void leavesGrayImagesWithoutHuesGray() {
        Image gray = Pictures.image(SIDE, 1, 3);
        View view = new View(SIDE, SIDE);
        view.begin(gray, 0, 0, 0);
        Augmentation.colorJitter(0, 0, 0.9, 0.5).apply(view, new SplittableRandom(3));
        float[] out = new float[SIDE * SIDE];
        view.write(new Normalization(List.of(0.0), List.of(1.0)).table(), out, 0);
        for (int i = 0; i < out.length; i++) {
            assertThat(out[i]).isCloseTo((gray.pixels()[i] & 0xff) / 255f, within(1e-6f));
        }
    }

    /** Brightness alone of a constant image shows the factor: uniform in 1 ± 0.4. */
    @Test
    void drawsFactorsUniformly() {
        byte[] pixels = new byte[SIDE * SIDE * 3];
        Arrays.fill(pixels, (byte) 100);
        Image flat = Image.of(SIDE, SIDE, 3, pixels);
        float[] table = new Normalization(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)).table();
        SplittableRandom random = new SplittableRandom(4);
        double sum = 0;
        double squares = 0;
        int rounds = 3000;
        for (int i = 0; i < rounds; i++) {
            View view = new View(SIDE, SIDE);
            view.begin(flat, 0, 0, 0);
            Augmentation.colorJitter(0.4, 0, 0, 0).apply(view, random);
            float[] out = new float[pixels.length];
            view.write(table, out, 0);
            double factor = out[0] * 255 / 100;
            assertThat(factor).isBetween(0.599, 1.401);
            sum += factor / rounds;
            squares += factor * factor / rounds;
        }
        assertThat(sum).isCloseTo(1, within(0.02));
        assertThat(squares - sum * sum).isCloseTo(0.8 * 0.8 / 12, within(0.004));
    }

    /** Pixels (t, 2t, −2t) around gray vary along one axis only; light drawn along it has the deviation the formula says. */
    @Test
    void findsTheAxesOfColorsAndLightsAlongThem() {
        List<Sample> samples = new ArrayList<>();
        byte[] pixels = new byte[3 * 81];
        for (int t = -40; t <= 40; t++) {
            int at = 3 * (t + 40);
            pixels[at] = (byte) (128 + t);
            pixels[at + 1] = (byte) (128 + 2 * t);
            pixels[at + 2] = (byte) (128 - 2 * t);
        }
        samples.add(new Sample("line", Image.of(9, 9, 3, pixels), 0));
        ColorAxes axes = ColorAxes.of(new MemorySource(samples, List.of("x")));
        double variance = 9 * (81 * 81 - 1) / 12.0 / 255 / 255;
        assertThat(axes.variance(0)).isCloseTo(variance, within(1e-9));
        assertThat(axes.variance(1)).isCloseTo(0, within(1e-9));
        double sign = Math.signum(axes.axis(0, 0));
        for (int c = 0; c < 3; c++) {
            assertThat(sign * axes.axis(0, c)).isCloseTo(new double[] {1, 2, -2}[c] / 3, within(1e-9));
        }
        SplittableRandom random = new SplittableRandom(8);
        double squares = 0;
        int rounds = 4000;
        Augmentation lighting = Augmentation.lighting(axes, 0.1);
        View view = new View(9, 9);
        float[] table = new Normalization(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)).table();
        float[] out = new float[3 * 81];
        for (int i = 0; i < rounds; i++) {
            view.begin(samples.getFirst().image(), 0, 0, 0);
            lighting.apply(view, random);
            view.write(table, out, 0);
            double red = out[120] - 128 / 255.0;
            assertThat(out[121] - 128 / 255.0).isCloseTo(2 * red, within(1e-6));
            squares += red * red / rounds;
        }
        assertThat(Math.sqrt(squares)).isCloseTo(0.1 * variance / 3, within(0.1 * variance / 3 * 0.05));
    }

    /** DeVries and Taylor's square of 4 around each of 36 middles, clipped. */
    @Test
    void hidesSquaresAroundEveryMiddle() {
        SplittableRandom random = new SplittableRandom(6);
        double hidden = 0;
        int rounds = 4000;
        for (int i = 0; i < rounds; i++) {
            float[] seen = seen(view -> Augmentation.cutout(4).apply(view, random));
            for (int p = 0; p < SIDE * SIDE; p++) {
                hidden += seen[3 * p] == 0 && seen[3 * p + 1] == 0 && seen[3 * p + 2] == 0 ? 1.0 / rounds : 0;
            }
        }
        double along = (2 + 3 + 4 + 4 + 4 + 3) / 6.0;
        assertThat(hidden).isCloseTo(along * along, within(0.25));
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> Augmentation.colorJitter(0, 0, 0, 0.6)).hasMessageContaining("hue is at most 0.5");
        assertThatThrownBy(() -> Augmentation.cutout(0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> ColorAxes.of(Pictures.noise(2, 3, 1))).hasMessageContaining("gray");
    }

    private static void assertSees(Consumer<View> change, double[] expected) {
        assertSees(change, expected, 2e-6);
    }

    private static void assertSees(Consumer<View> change, double[] expected, double tolerance) {
        float[] seen = seen(change);
        for (int i = 0; i < seen.length; i++) {
            double plain = seen[i] * NORMALIZATION.std().get(i % 3)
                    + NORMALIZATION.mean().get(i % 3);
            assertThat(plain).isCloseTo(expected[i], within(tolerance));
        }
    }

    private static float[] seen(Consumer<View> change) {
        View view = new View(SIDE, SIDE);
        view.begin(IMAGE, 0, 0, 0);
        change.accept(view);
        float[] out = new float[SIDE * SIDE * 3];
        view.write(NORMALIZATION.table(), out, 0);
        return out;
    }

    private interface At {
        double value(int i);
    }

    private static double[] map(double[] x, At at) {
        double[] y = new double[x.length];
        Arrays.setAll(y, at::value);
        return y;
    }

    private static double[] plain() {
        double[] x = new double[SIDE * SIDE * 3];
        Arrays.setAll(x, i -> at(i) / 255.0);
        return x;
    }

    private static int at(int i) {
        return IMAGE.pixels()[i] & 0xff;
    }

    private static double gray(double[] x, int pixel) {
        return 0.2989 * x[3 * pixel] + 0.587 * x[3 * pixel + 1] + 0.114 * x[3 * pixel + 2];
    }

    private static double clamp(double x) {
        return Math.clamp(x, 0, 1);
    }
}
