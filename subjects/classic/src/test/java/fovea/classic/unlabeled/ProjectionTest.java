package fovea.classic.unlabeled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.classic.Points;
import fovea.classic.neighbor.Metric;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ProjectionTest {
    /** Points whose coordinates in a turned space have standard deviations 8, 4, 2, 1, and 0.01 in all others. */
    private static Points.Floats cloud(int count, int size, float[][] axes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count * size];
        for (int i = 0; i < count; i++) {
            for (int a = 0; a < axes.length; a++) {
                double along = random.nextGaussian() * Math.pow(2, 3 - a);
                for (int d = 0; d < size; d++) {
                    values[i * size + d] += (float) (along * axes[a][d]);
                }
            }
            for (int d = 0; d < size; d++) {
                values[i * size + d] += (float) (50 + 0.01 * random.nextGaussian());
            }
        }
        return new Points.Floats(count, size, values);
    }

    /** Four directions at right angles to each other: waves of different lengths. */
    private static float[][] waves(int size) {
        float[][] waves = new float[4][size];
        for (int a = 0; a < 4; a++) {
            for (int d = 0; d < size; d++) {
                waves[a][d] = (float) (Math.sqrt(2.0 / size) * Math.cos(Math.PI * (a + 1) * (d + 0.5) / size));
            }
        }
        return waves;
    }

    @Test
    void findsTheDirectionsThatPointsWereSpreadIn() {
        for (int size : new int[] {12, 300}) { // taken apart exactly, and met by iteration
            float[][] axes = waves(size);
            Pca pca = Pca.of(cloud(4000, size, axes, 1), 4);
            for (int a = 0; a < 4; a++) {
                double cosine = 0;
                for (int d = 0; d < size; d++) {
                    cosine += pca.axes().values()[a * size + d] * axes[a][d];
                }
                assertThat(Math.abs(cosine)).as("axis %d of %d", a, size).isGreaterThan(0.998);
                assertThat(Math.sqrt(pca.variances()[a]))
                        .isEqualTo(Math.pow(2, 3 - a), Offset.offset(0.04 * Math.pow(2, 3 - a)));
            }
            assertThat(pca.explained()).isBetween(0.999, 1.0);
            assertThat(pca.mean()[5]).isEqualTo(50, Offset.offset(0.3f));
        }
    }

    @Test
    void whatIsRestoredLacksOnlyTheDirectionsDropped() {
        Points.Floats points = cloud(500, 300, waves(300), 2);
        Pca pca = Pca.of(points, 4);
        Points.Floats restored = pca.restore(pca.project(points));
        double squares = 0;
        for (int i = 0; i < 500; i++) {
            squares += Math.pow(Metric.L2.between(points, i, restored, i), 2);
        }
        assertThat(squares / 500).isEqualTo(300 * 1e-4, Offset.offset(3e-3)); // 0.01² in each of 296 directions
    }

    /** A square's corners: half of the variance lies along each of two directions. */
    @Test
    void aSquareHasTwoEqualDirections() {
        Pca pca = Pca.of(new Points.Bytes(4, 3, new byte[] {0, 0, 7, 2, 0, 7, 0, 2, 7, 2, 2, 7}), 3);
        assertThat(pca.variances()[0]).isEqualTo(4 / 3.0, Offset.offset(1e-6));
        assertThat(pca.variances()[1]).isEqualTo(4 / 3.0, Offset.offset(1e-6));
        assertThat(pca.variances()[2]).isEqualTo(0, Offset.offset(1e-6));
        assertThat(pca.mean()).containsExactly(1, 1, 7);
    }

    @Test
    void projectionsKeepDistancesWithinTheBound() {
        int count = 60;
        double slack = 0.5;
        int components = RandomProjection.components(count, slack);
        assertThat(components).isEqualTo(197); // 4 ln 60 / (1/8 − 1/24)
        Points points = cloud(count, 2000, waves(2000), 3);
        Points.Floats near =
                RandomProjection.of(2000, components, new SplittableRandom(4)).project(points);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < i; j++) {
                double ratio = Metric.L2.between(near, i, near, j) / Metric.L2.between(points, i, points, j);
                assertThat(ratio * ratio).isBetween(1 - slack, 1 + slack);
            }
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        Points points = new Points.Bytes(4, 3, new byte[12]);
        assertThatThrownBy(() -> Pca.of(points, 4)).hasMessageContaining("ask for 1 to 3");
        assertThat(Pca.of(points, 3).explained()).isEqualTo(1);
        assertThatThrownBy(() -> RandomProjection.components(1, 0.1)).hasMessageContaining("2 points or more");
        assertThatThrownBy(() -> RandomProjection.components(10, 1)).hasMessageContaining("between 0 and 1");
    }
}
