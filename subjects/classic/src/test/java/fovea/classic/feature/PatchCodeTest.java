package fovea.classic.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.classic.linear.Examples;
import fovea.data.Image;
import fovea.data.Source;
import fovea.data.scenes.Scenes;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PatchCodeTest {
    private static final Source SCENES = new Scenes(0, 70, 32, 1);

    @Test
    void aPatchIsBroughtToMeanZeroAndLikeContrast() {
        Image image = Image.of(2, 2, 1, new byte[] {0, 10, 20, (byte) 130});
        float[] row = new float[4];
        new PatchSampler(2, 1).one(image, 0, 0, row, 0);
        double variance = (1600 + 900 + 400 + 8100) / 3.0;
        double scale = 1 / Math.sqrt(variance + 10);
        assertThat(row)
                .containsExactly(
                        new float[] {
                            (float) (-40 * scale), (float) (-30 * scale), (float) (-20 * scale), (float) (90 * scale)
                        },
                        Offset.offset(1e-6f));
    }

    @Test
    void patchesComeRowByRow() {
        byte[] pixels = new byte[16];
        for (int i = 0; i < 16; i++) {
            pixels[i] = (byte) (i * i);
        }
        Image image = Image.of(4, 4, 1, pixels);
        PatchSampler sampler = new PatchSampler(3, 1);
        assertThat(sampler.along(4)).isEqualTo(2);
        float[] all = new float[4 * 9];
        sampler.all(image, all, 0);
        float[] one = new float[9];
        sampler.one(image, 1, 0, one, 0);
        assertThat(java.util.Arrays.copyOfRange(all, 18, 27)).containsExactly(one);
    }

    @Test
    void whiteNumbersVaryAloneAndAlike() {
        SplittableRandom random = new SplittableRandom(2);
        float[] values = new float[4000];
        for (int i = 0; i < 1000; i++) {
            double common = random.nextGaussian();
            for (int j = 0; j < 4; j++) {
                values[4 * i + j] = (float) (3 * common + (j + 1) * random.nextGaussian() + j);
            }
        }
        Tensor x = Tensor.of(Shape.of(1000, 4), values);
        Whitening whitening = Whitening.of(x, 1e-6);
        Tensor white = whitening.of(x).cast(DType.F64);
        double[] covariance = white.transpose().matmul(white).div(999).toDoubles();
        for (int i = 0; i < 16; i++) {
            assertThat(covariance[i]).isCloseTo(i % 5 == 0 ? 1 : 0, Offset.offset(1e-3));
        }
        assertThat(whitening.turn().toArray())
                .as("ZCA turns nothing: its matrix is symmetric")
                .containsExactly(whitening.turn().transpose().toArray(), Offset.offset(1e-5f));
    }

    /** With 70 pictures in several chunks of which the last is smaller, against loops over one picture. */
    @Test
    void codesAreThoseOfTheFormula() {
        PatchCode code = PatchCode.learn(SCENES, new PatchCode.PatchSize(8, 3), 500, 7, 5, new SplittableRandom(3));
        Examples all = code.of(SCENES);
        assertThat(all.x().shape().toArray()).containsExactly(70, 28);
        Examples words = code.asBagOfWords().of(SCENES);
        for (int i : new int[] {0, 63, 64, 69}) {
            double[][] distances = distances(code, SCENES.get(i).image());
            float[] row = all.x().slice(0, i, i + 1).toArray();
            for (int c = 0; c < row.length; c++) {
                assertThat((double) row[c]).isCloseTo(triangle(distances, c / 7, c % 7), Offset.offset(2e-3));
            }
            float[] counts = words.x().slice(0, i, i + 1).toArray();
            for (int c = 0; c < 7; c++) {
                assertThat(counts[c]).isEqualTo(nearest(distances, c));
            }
        }
    }

    private static double[][] distances(PatchCode code, Image image) {
        PatchSampler sampler = code.patches().sampler();
        int d = sampler.size(3);
        float[] rows = new float[81 * d];
        sampler.all(image, rows, 0);
        float[] white = code.whitening().of(Tensor.of(Shape.of(81, d), rows)).toArray();
        float[] centers = code.centers().toArray();
        double[][] distances = new double[81][7];
        for (int p = 0; p < 81; p++) {
            for (int k = 0; k < 7; k++) {
                double sum = 0;
                for (int j = 0; j < d; j++) {
                    double by = white[p * d + j] - centers[k * d + j];
                    sum += by * by;
                }
                distances[p][k] = Math.sqrt(sum);
            }
        }
        return distances;
    }

    private static double triangle(double[][] distances, int quarter, int k) {
        double sum = 0;
        for (int p = 0; p < 81; p++) {
            int in = 2 * (p / 9 < 5 ? 0 : 1) + (p % 9 < 5 ? 0 : 1);
            double mean = java.util.Arrays.stream(distances[p]).average().orElseThrow();
            sum += in == quarter ? Math.max(0, mean - distances[p][k]) : 0;
        }
        return sum;
    }

    private static int nearest(double[][] distances, int k) {
        int count = 0;
        for (double[] each : distances) {
            int best = 0;
            for (int c = 1; c < each.length; c++) {
                best = each[c] < each[best] ? c : best;
            }
            count += best == k ? 1 : 0;
        }
        return count;
    }

    @Test
    void picturesTooSmallForPatchesAreRefused() {
        assertThatThrownBy(() -> new PatchCode.PatchSize(1, 1)).hasMessageContaining("6 and 1");
        PatchCode code = PatchCode.learn(SCENES, new PatchCode.PatchSize(20, 1), 50, 2, 1, new SplittableRandom(3));
        assertThatThrownBy(() -> code.of(new Scenes(0, 1, 20, 1))).hasMessageContaining("larger pictures");
    }
}
