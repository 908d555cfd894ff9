package fovea.classic.unlabeled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.classic.Points;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class KMeansTest {
    private static final float[][] PLACES = {{0, 0}, {100, 0}, {0, 100}, {70, 70}, {-50, 20}};

    /** Forty points around each of five places far apart. */
    private static Points.Floats blobs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[400];
        for (int i = 0; i < 200; i++) {
            values[2 * i] = PLACES[i % 5][0] + (float) random.nextGaussian();
            values[2 * i + 1] = PLACES[i % 5][1] + (float) random.nextGaussian();
        }
        return new Points.Floats(200, 2, values);
    }

    @Test
    void findsPlacesThatAreFarApart() {
        for (int seed = 0; seed < 20; seed++) {
            Points points = blobs(seed);
            KMeans found = KMeans.of(points, 5, 50, new SplittableRandom(seed));
            int[] nearest = found.assign(points);
            for (int i = 0; i < 200; i++) {
                assertThat(nearest[i]).as("seed %d, point %d", seed, i).isEqualTo(nearest[i % 5]);
            }
            assertThat(IntStream.range(0, 5).map(i -> nearest[i]).distinct().count())
                    .isEqualTo(5);
            assertThat(found.spread()).isBetween(1.4, 2.6); // two coordinates of variance 1
        }
    }

    @Test
    void everyCenterIsTheMeanOfItsPoints() {
        Points points = blobs(3);
        KMeans found = KMeans.of(points, 7, 100, new SplittableRandom(3));
        assertThat(found.rounds()).isLessThan(100);
        int[] nearest = found.assign(points);
        for (int c = 0; c < 7; c++) {
            int center = c;
            for (int d = 0; d < 2; d++) {
                int axis = d;
                double mean = IntStream.range(0, 200)
                        .filter(i -> nearest[i] == center)
                        .mapToDouble(i -> points.floats(i, i + 1)[axis])
                        .average()
                        .orElseThrow();
                assertThat(found.centers().values()[2 * c + d]).isEqualTo((float) mean, Offset.offset(1e-4f));
            }
        }
    }

    @Test
    void moreRoundsNeverSpreadWider() {
        Points points = blobs(5);
        double before = Double.POSITIVE_INFINITY;
        for (int rounds = 0; rounds < 8; rounds++) {
            double spread =
                    KMeans.of(points, 12, rounds, new SplittableRandom(5)).spread();
            assertThat(spread).isLessThanOrEqualTo(before * (1 + 1e-6));
            before = spread;
        }
    }

    @Test
    void aCenterWithoutPointsMovesToTheFarthestPoint() {
        Points points = new Points.Floats(5, 1, new float[] {0, 1, 2, 3, 100});
        KMeans found = new Lloyd(points, new float[] {1, 1, -500}).run(10);
        assertThat(found.centers().values()).containsExactlyInAnyOrder(100, 0.5f, 2.5f);
        assertThat(Arrays.stream(found.assign(points)).distinct().count()).isEqualTo(3);
    }

    @Test
    void asManyCentersAsPointsFitExactly() {
        Points points = blobs(7).at(IntStream.range(0, 30).toArray());
        assertThat(KMeans.of(points, 30, 10, new SplittableRandom(1)).spread()).isZero();
        Points alike = new Points.Bytes(4, 2, new byte[] {9, 9, 9, 9, 9, 9, 9, 9});
        assertThat(KMeans.of(alike, 3, 10, new SplittableRandom(1)).spread()).isZero();
    }

    @Test
    void theSameSeedGivesTheSameCenters() {
        assertThat(KMeans.of(blobs(1), 6, 9, new SplittableRandom(2)).centers().values())
                .containsExactly(KMeans.of(blobs(1), 6, 9, new SplittableRandom(2))
                        .centers()
                        .values());
    }

    @Test
    void moreCentersThanPointsAreRefused() {
        assertThatThrownBy(() -> KMeans.of(blobs(1), 201, 1, new SplittableRandom(1)))
                .hasMessageContaining("201 centers of 200 points");
    }
}
