package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PictureTransformTest {

    private static final Source SOURCE = Pictures.noise(23, 5, 3);
    private static final Normalization NORMALIZATION = Normalization.of(SOURCE);

    @Test
    void takesAwayTheMeanOfEveryPixel() {
        LoaderOptions options = LoaderOptions.evaluation(10);
        MeanImage mean = MeanImage.of(new Loader(SOURCE, NORMALIZATION, options));
        double[] sums = new double[75];
        try (Epoch epoch = new Loader(SOURCE, NORMALIZATION, options.withTransform(mean)).epoch(0)) {
            while (epoch.hasNext()) {
                Batch batch = epoch.next();
                for (int i = 0; i < 75 * batch.size(); i++) {
                    sums[i % 75] += batch.pixels()[i];
                }
                float first = NORMALIZATION.apply(batch.sample(0).image())[7] - mean.mean()[7];
                assertThat(batch.pixels()[7]).isEqualTo(first);
            }
        }
        for (double sum : sums) {
            assertThat(sum).isCloseTo(0, within(1e-4));
        }
    }

    /** Sizes beyond a tile either way, counts that are no multiple of four. */
    @Test
    void multipliesAsTheFormulaSays() {
        int d = 800;
        SplittableRandom random = new SplittableRandom(3);
        float[] mean = random(random, d);
        float[] matrix = random(random, d * d);
        for (int count : new int[] {1, 6}) {
            float[] x = random(random, count * d);
            float[] y = x.clone();
            new LinearTransform(mean, matrix).apply(y, count, new float[count * d]);
            for (int n = 0; n < count; n++) {
                for (int j = 0; j < d; j += 37) {
                    double expected = 0;
                    for (int k = 0; k < d; k++) {
                        expected += ((double) x[n * d + k] - mean[k]) * matrix[k * d + j];
                    }
                    assertThat((double) y[n * d + j]).isCloseTo(expected, within(2e-4));
                }
            }
        }
    }

    @Test
    void rangesFromTheSmallestByteToTheLargest() {
        Image image = Image.of(1, 3, 1, new byte[] {50, (byte) 150, 100});
        Source source = new MemorySource(List.of(new Sample("x", image, 0)), List.of("a"));
        assertThat(Normalization.minMax(source).apply(image)).containsExactly(new float[] {0, 1, 0.5f}, within(1e-6f));
    }

    @Test
    void refusesWhatDoesNotFit() {
        MeanImage mean = new MeanImage(new float[3]);
        LoaderOptions options = LoaderOptions.evaluation(10).withTransform(mean);
        assertThatThrownBy(() -> new Loader(SOURCE, NORMALIZATION, options))
                .hasMessageContaining("[5, 5, 3] numbers, the transform is for 3");
        assertThatThrownBy(() -> new LinearTransform(new float[2], new float[3]))
                .hasMessageContaining("must have 4");
        assertThatThrownBy(() -> new LinearTransform(new float[1], new float[] {Float.NaN}))
                .hasMessageContaining("holds NaN");
    }

    private static float[] random(SplittableRandom random, int count) {
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = (float) (random.nextDouble() - 0.5);
        }
        return x;
    }
}
