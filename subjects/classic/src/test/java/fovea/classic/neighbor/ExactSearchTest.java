package fovea.classic.neighbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.classic.Points;
import fovea.device.Device;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExactSearchTest {
    static Points.Bytes bytes(int count, int size, int levels, long seed) {
        byte[] values = new byte[count * size];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (random.nextInt(levels) * 255 / Math.max(1, levels - 1));
        }
        return new Points.Bytes(count, size, values);
    }

    static Points.Floats floats(int count, int size, double away, long seed) {
        float[] values = new float[count * size];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (away + random.nextGaussian());
        }
        return new Points.Floats(count, size, values);
    }

    /** The definition: measure everything, sort by distance and then by place. */
    private static List<Integer> sorted(Points points, Points queries, int q, int k, Metric metric) {
        double[] distance = IntStream.range(0, points.count())
                .mapToDouble(p -> textbook(metric, queries.floats(q, q + 1), points.floats(p, p + 1)))
                .toArray();
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, points.count()).boxed().toList());
        order.sort(Comparator.comparingDouble((Integer p) -> distance[p]).thenComparing(p -> p));
        return order.subList(0, k);
    }

    private static double textbook(Metric metric, float[] a, float[] b) {
        double l1 = 0;
        double l2 = 0;
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            l1 += Math.abs((double) a[i] - b[i]);
            l2 += Math.pow((double) a[i] - b[i], 2);
            ab += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return switch (metric) {
            case L1 -> l1;
            case L2 -> Math.sqrt(l2);
            case COSINE -> aa * bb == 0 ? 1 : Math.max(0, 1 - ab / (Math.sqrt(aa) * Math.sqrt(bb)));
        };
    }

    private static void agrees(Points points, Points queries, int k, Metric metric) {
        Neighbors found = new ExactSearch(points, metric).nearest(queries, k);
        for (int q = 0; q < queries.count(); q++) {
            assertThat(found.of(q))
                    .as("query %d, %s", q, metric)
                    .containsExactly(sorted(points, queries, q, k, metric).stream()
                            .mapToInt(i -> i)
                            .toArray());
            double expected =
                    textbook(metric, queries.floats(q, q + 1), points.floats(found.place(q, 0), found.place(q, 0) + 1));
            assertThat(found.distance(q, 0)).isEqualTo(expected, Offset.offset(1e-9 * (1 + expected)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatSortingAllDistancesFinds(Metric metric) {
        agrees(bytes(301, 37, 256, 1), bytes(45, 37, 256, 2), 7, metric);
        agrees(floats(301, 37, 0, 3), floats(45, 37, 0, 4), 7, metric);
        agrees(bytes(301, 37, 256, 1), floats(5, 37, 100, 4), 3, metric);
        agrees(floats(1, 1, 0, 3), floats(1, 1, 0, 4), 1, metric);
    }

    @ParameterizedTest
    @EnumSource
    void longRowsAreSummedInStretches(Metric metric) {
        agrees(bytes(70, 2500, 256, 1), bytes(35, 2500, 256, 2), 5, metric);
    }

    @ParameterizedTest
    @EnumSource
    void ofEquallyNearPointsTheSmallerPlaceComesFirst(Metric metric) {
        agrees(bytes(300, 3, 2, 5), bytes(20, 3, 2, 6), 40, metric);
        Points twins = Points.of(Tensor.of(Shape.of(4, 2), 1f, 2, 3, 4, 1, 2, 1, 2));
        assertThat(new ExactSearch(twins, metric).nearest(twins.at(0), 3).of(0)).containsExactly(0, 2, 3);
    }

    @ParameterizedTest
    @EnumSource
    void pointsFarFromTheOriginAreToldApart(Metric metric) {
        agrees(floats(200, 30, 1e5, 7), floats(20, 30, 1e5, 8), 5, metric);
        agrees(floats(200, 30, 3e6, 7), floats(20, 30, 3e6, 8), 5, metric);
    }

    @ParameterizedTest
    @EnumSource
    void hugeAndTinyNumbersAreTakenToo(Metric metric) {
        for (float scale : new float[] {1e-38f, 1e-30f, 1e-19f, 1e18f, 3e19f, 1e30f}) {
            agrees(scaled(floats(60, 5, 0, 11), scale), scaled(floats(6, 5, 0, 12), scale), 4, metric);
        }
    }

    private static Points.Floats scaled(Points.Floats points, float scale) {
        float[] values = points.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= scale;
        }
        return new Points.Floats(points.count(), points.size(), values);
    }

    /** Products of 32-bit numbers cannot tell these apart: the first differs from the rest by one part in ten million. */
    @Test
    void whatRoundingHidesIsLookedAtAgain() {
        float[] values = new float[500];
        java.util.Arrays.fill(values, 1000f);
        values[0] = -1000f; // keeps the mean away from the rest
        values[499] = Math.nextUp(1000f);
        Points points = new Points.Floats(500, 1, values);
        Points query = new Points.Floats(1, 1, new float[] {1001f});
        assertThat(new ExactSearch(points, Metric.L2).nearest(query, 1).place(0, 0))
                .isEqualTo(499);
    }

    @ParameterizedTest
    @EnumSource
    void everyDeviceFindsTheSame(Metric metric) {
        Points points = floats(400, 50, 3, 9);
        Points queries = floats(30, 50, 3, 10);
        Neighbors best = new ExactSearch(points, metric).nearest(queries, 9);
        Neighbors reference = Device.named("reference").use(() -> new ExactSearch(points, metric).nearest(queries, 9));
        assertThat(best.places()).containsExactly(reference.places());
        assertThat(best.distances()).containsExactly(reference.distances());
    }

    @Test
    void bytesMultipliedInSixteenBitsAreFoundAlike() {
        Points points = bytes(400, 700, 256, 1);
        Points queries = bytes(60, 700, 256, 2);
        Neighbors wide = new ProductSearch(points, queries, Metric.L2, 12, false).nearest();
        Neighbors narrow = new ProductSearch(points, queries, Metric.L2, 12, true).nearest();
        assertThat(narrow.places()).containsExactly(wide.places());
        assertThat(narrow.distances()).containsExactly(wide.distances());
    }

    @Test
    void zeroIsAsFarFromEverythingAsARightAngle() {
        Points points = Points.of(Tensor.of(Shape.of(3, 2), -1f, 0, 0, 0, 1, 0));
        Neighbors found =
                new ExactSearch(points, Metric.COSINE).nearest(Points.of(Tensor.of(Shape.of(2, 2), 2f, 0, 0, 0)), 3);
        assertThat(found.of(0)).containsExactly(2, 1, 0);
        assertThat(found.distances()).containsExactly(0, 1, 2, 1, 1, 1);
    }

    @Test
    void tensorsOfBytesAreTakenAsTheyAre() {
        Tensor x = Tensor.of(Shape.of(2, 2, 2), 0f, 50, 255, 1, 2, 3, 4, 5).cast(DType.U8);
        assertThat(Points.of(x)).isInstanceOf(Points.Bytes.class);
        assertThat(Points.of(x).floats(0, 2)).containsExactly(0, 50, 255, 1, 2, 3, 4, 5);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Points points = floats(3, 4, 0, 1);
        ExactSearch search = new ExactSearch(points, Metric.L2);
        assertThatThrownBy(() -> search.nearest(floats(1, 5, 0, 1), 1))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("queries have 5 numbers and points 4");
        assertThatThrownBy(() -> search.nearest(points, 4)).hasMessageContaining("the 4 nearest of 3 points");
        assertThatThrownBy(() -> search.nearest(points, 0)).hasMessageContaining("the 0 nearest of 3 points");
        assertThatThrownBy(() -> Points.of(Tensor.of(Shape.of(2, 2), 1f, 2, Float.NaN, 4)))
                .hasMessageContaining("number 0 of point 1 is NaN");
        assertThatThrownBy(() -> Points.of(Tensor.zeros(Shape.of(0, 2)))).hasMessageContaining("points are [N, ...]");
        assertThatThrownBy(() -> new Points.Bytes(2, 2, new byte[3])).hasMessageContaining("3 elements");
    }
}
