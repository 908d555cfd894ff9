package fovea.classic.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.Batch;
import fovea.data.Epoch;
import fovea.data.Image;
import fovea.data.LinearTransform;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.data.MemorySource;
import fovea.data.Normalization;
import fovea.data.Sample;
import fovea.data.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PictureWhiteningTest {
    private static final int SIDE = 3;
    private static final int PIXELS = SIDE * SIDE;
    private static final int COUNT = 300;
    private static final Source SOURCE = pictures();
    private static final Normalization NORMALIZATION = Normalization.of(SOURCE);

    /** With ε near 0 the covariance of whitened pictures is the identity; with ε it is λ / (λ + ε) along each axis, so smaller. */
    @Test
    void leavesPixelsUncorrelatedAndOfVarianceOne() {
        Loader plain = new Loader(SOURCE, NORMALIZATION, LoaderOptions.evaluation(70));
        for (LinearTransform whitening :
                List.of(PictureWhitening.pca(plain, 1e-9), PictureWhitening.zca(plain, 1e-9))) {
            double[][] covariance = covariance(whitened(whitening));
            for (int i = 0; i < PIXELS; i++) {
                for (int j = 0; j < PIXELS; j++) {
                    assertThat(covariance[i][j]).isCloseTo(i == j ? 1 : 0, within(1e-3));
                }
            }
        }
        assertThat(covariance(whitened(PictureWhitening.zca(plain, 0.5)))[4][4]).isBetween(0.1, 0.95);
    }

    /** ZCA's matrix is symmetric; PCA's first number varies as the pictures do most: all pixels together. */
    @Test
    void staysClosestOrGoesAlongTheAxes() {
        Loader plain = new Loader(SOURCE, NORMALIZATION, LoaderOptions.evaluation(70));
        float[] zca = PictureWhitening.zca(plain, 0.01).matrix();
        float[] pca = PictureWhitening.pca(plain, 0.01).matrix();
        for (int i = 0; i < PIXELS; i++) {
            for (int j = 0; j < PIXELS; j++) {
                assertThat(zca[i * PIXELS + j]).isCloseTo(zca[j * PIXELS + i], within(1e-4f));
            }
            assertThat(Math.signum(pca[i * PIXELS])).isEqualTo(Math.signum(pca[0]));
        }
    }

    private static List<float[]> whitened(LinearTransform whitening) {
        List<float[]> seen = new ArrayList<>();
        LoaderOptions options = LoaderOptions.evaluation(70).withTransform(whitening);
        try (Epoch epoch = new Loader(SOURCE, NORMALIZATION, options).epoch(0)) {
            while (epoch.hasNext()) {
                Batch batch = epoch.next();
                for (int n = 0; n < batch.size(); n++) {
                    float[] x = new float[PIXELS];
                    System.arraycopy(batch.pixels(), n * PIXELS, x, 0, PIXELS);
                    seen.add(x);
                }
            }
        }
        return seen;
    }

    private static double[][] covariance(List<float[]> seen) {
        double[][] covariance = new double[PIXELS][PIXELS];
        for (float[] x : seen) {
            for (int i = 0; i < PIXELS; i++) {
                for (int j = 0; j < PIXELS; j++) {
                    covariance[i][j] += (double) x[i] * x[j] / (COUNT - 1);
                }
            }
        }
        return covariance;
    }

    /** Noise around a brightness that all pixels share. */
    private static Source pictures() {
        SplittableRandom random = new SplittableRandom(7);
        List<Sample> samples = new ArrayList<>();
        for (int n = 0; n < COUNT; n++) {
            int brightness = random.nextInt(40, 180);
            byte[] pixels = new byte[PIXELS];
            for (int i = 0; i < PIXELS; i++) {
                pixels[i] = (byte) (brightness + random.nextInt(60));
            }
            samples.add(new Sample("x" + n, Image.of(SIDE, SIDE, 1, pixels), 0));
        }
        return new MemorySource(samples, List.of("a"));
    }
}
