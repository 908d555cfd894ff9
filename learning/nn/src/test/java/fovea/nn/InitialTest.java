package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Taps;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class InitialTest {

    @Test
    void theSameSeedGivesTheSameBitsOnEveryMachine() {
        float[] normal =
                Initial.normal(Shape.of(5), 1, new SplittableRandom(42)).toArray();
        assertThat(Initial.normal(Shape.of(5), 1, new SplittableRandom(42)).toArray())
                .isEqualTo(normal);
        assertThat(Arrays.hashCode(normal)).isEqualTo(-1409486852);
    }

    @Test
    void whatIsLoadedLaterIsNotDrawn() {
        SplittableRandom random = new SplittableRandom(42);
        Linear empty = Initial.unfilled(() -> Linear.of(3, 2, random));
        assertThat(empty.weight().get().toArray()).hasSize(6).containsOnly(0);
        assertThat(Initial.unfilled(() -> Initial.truncatedNormal(Shape.of(2), 1, 1, -2, 2, random))
                        .toArray())
                .containsOnly(0);
        assertThat(Initial.normal(Shape.of(5), 1, random).toArray())
                .as("the stream is as it was, and weights are drawn again")
                .isEqualTo(
                        Initial.normal(Shape.of(5), 1, new SplittableRandom(42)).toArray());
    }

    @Test
    void heWeightsHaveTheDeviationThatTheFanOutAsksFor() {
        float[] w = Initial.he(Shape.of(64, 32, 3, 3), new SplittableRandom(3)).toArray();
        double mean = 0;
        double square = 0;
        for (float each : w) {
            mean += each / w.length;
            square += (double) each * each / w.length;
        }
        assertThat(mean).isCloseTo(0, within(2e-3));
        assertThat(Math.sqrt(square)).isCloseTo(Math.sqrt(2.0 / (64 * 9)), within(1e-3));
    }

    @Test
    void uniformWeightsFillTheirRange() {
        Linear linear = Linear.of(100, 50, new SplittableRandom(5));
        float[] sorted = linear.weight().get().toArray();
        Arrays.sort(sorted);
        assertThat(sorted[0]).isBetween(-0.1f, -0.099f);
        assertThat(sorted[sorted.length - 1]).isBetween(0.099f, 0.1f);
        for (float b : linear.bias().get().toArray()) {
            assertThat(b).isBetween(-0.1f, 0.1f);
        }
    }

    private record Moments(double mean, double deviation) {
        static Moments of(float[] x) {
            double mean = 0;
            double square = 0;
            for (float each : x) {
                mean += each / (double) x.length;
                square += (double) each * each / x.length;
            }
            return new Moments(mean, Math.sqrt(square - mean * mean));
        }
    }

    /** Fan-in of {@code [64, 32, 3, 3]} is 288 and fan-out 576. */
    @TestFactory
    Stream<DynamicTest> weightsHaveTheDeviationThatTheirScaleAsksFor() {
        Shape weight = Shape.of(64, 32, 3, 3);
        return Map.of(
                        Initial.Scale.XAVIER,
                        Math.sqrt(2.0 / (288 + 576)),
                        Initial.Scale.XAVIER.withGain(5.0 / 3),
                        5.0 / 3 * Math.sqrt(2.0 / (288 + 576)),
                        Initial.Scale.LECUN,
                        Math.sqrt(1.0 / 288),
                        Initial.Scale.KAIMING,
                        Math.sqrt(2.0 / 288),
                        Initial.Scale.kaiming(0, Initial.Fan.OUT),
                        Math.sqrt(2.0 / 576),
                        Initial.Scale.kaiming(Math.sqrt(5), Initial.Fan.IN),
                        Math.sqrt(1 / 3.0 / 288))
                .entrySet()
                .stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey().toString(), () -> {
                    double deviation = e.getValue();
                    float[] normal = Initial.normal(weight, e.getKey(), new SplittableRandom(3))
                            .toArray();
                    assertThat(Moments.of(normal).mean()).isCloseTo(0, within(0.03 * deviation));
                    assertThat(Moments.of(normal).deviation()).isCloseTo(deviation, within(0.02 * deviation));
                    float[] uniform = Initial.uniform(weight, e.getKey(), new SplittableRandom(3))
                            .toArray();
                    assertThat(Moments.of(uniform).deviation()).isCloseTo(deviation, within(0.02 * deviation));
                    for (float each : uniform) {
                        assertThat((double) Math.abs(each)).isLessThanOrEqualTo(1.0001 * Math.sqrt(3) * deviation);
                    }
                }));
    }

    /** Within one deviation the normal distribution has deviation √(1 − 2φ(1)/(2Φ(1) − 1)) = 0.5396. */
    @Test
    void truncatedNumbersStayWhereTheyMust() {
        float[] x = Initial.truncatedNormal(Shape.of(20_000), 3, 2, 1, 5, new SplittableRandom(1))
                .toArray();
        for (float each : x) {
            assertThat(each).isBetween(1f, 5f);
        }
        assertThat(Moments.of(x).mean()).isCloseTo(3, within(0.03));
        assertThat(Moments.of(x).deviation()).isCloseTo(2 * 0.5396, within(0.02));
        assertThatThrownBy(() -> Initial.truncatedNormal(Shape.of(2), 0, 1, 5, 6, new SplittableRandom(1)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("not both far");
    }

    @Test
    void orthogonalRowsOrColumnsAreAtRightAngles() {
        for (Shape weight : List.of(Shape.of(6, 10), Shape.of(10, 6), Shape.of(7, 7), Shape.of(4, 2, 3))) {
            Tensor w = Initial.orthogonal(weight, 2, new SplittableRandom(4)).flatten();
            Tensor product = w.shape().size(0) <= w.shape().size(1)
                    ? w.matmul(w.transpose())
                    : w.transpose().matmul(w);
            Tensor expected = Initial.eye(product.shape()).mul(4);
            assertThat(product.toArray()).usingComparatorWithPrecision(1e-5f).containsExactly(expected.toArray());
        }
    }

    /** Of all rotations none is preferred: the trace of a random one has mean 0 and variance 1 (Diaconis and Shahshahani 1994). */
    @Test
    void allOrthogonalMatricesAreEquallyLikely() {
        SplittableRandom random = new SplittableRandom(1);
        float[] traces = new float[2000];
        for (int i = 0; i < traces.length; i++) {
            float[] w = Initial.orthogonal(Shape.of(4, 4), 1, random).toArray();
            traces[i] = w[0] + w[5] + w[10] + w[15];
        }
        assertThat(Moments.of(traces).mean()).isCloseTo(0, within(0.08));
        assertThat(Moments.of(traces).deviation()).isCloseTo(1, within(0.06));
    }

    @Test
    void sparseColumnsHaveTheirShareOfZeros() {
        float[] w = Initial.sparse(Shape.of(10, 3), 0.25, 0.01, new SplittableRandom(4))
                .toArray();
        for (int column = 0; column < 3; column++) {
            int zeros = 0;
            for (int row = 0; row < 10; row++) {
                zeros += w[3 * row + column] == 0 ? 1 : 0;
            }
            assertThat(zeros).isEqualTo(3);
        }
    }

    @Test
    void diracConvolutionsChangeNothing() {
        Tensor x = Initial.normal(Shape.of(2, 4, 5, 5), 1, new SplittableRandom(1));
        Tensor w = Initial.dirac(Shape.of(4, 4, 3, 3), 1);
        assertThat(x.conv2d(w, 1, 1).toArray()).isEqualTo(x.toArray());
        Tensor grouped = Initial.dirac(Shape.of(4, 2, 3, 3), 2);
        assertThat(x.conv(grouped, Window.of(3, 3).withPadding(1), 2).toArray()).isEqualTo(x.toArray());
        assertThat(Initial.eye(Shape.of(2, 3)).toArray()).containsExactly(1, 0, 0, 0, 1, 0);
    }

    @Test
    void shapesThatCannotBeginSoAreRefused() {
        assertThatThrownBy(() -> Initial.orthogonal(Shape.of(3), 1, new SplittableRandom(1)))
                .hasMessage("orthogonal: the weight is [3]%n  it needs two axes or more".formatted());
        assertThatThrownBy(() -> Initial.dirac(Shape.of(3, 2, 1), 2))
                .hasMessage(
                        "dirac: the weight is [3, 2, 1], in 2 groups%n  it must be [O, C/groups, K…], O a multiple of the groups"
                                .formatted());
        assertThatThrownBy(() -> Initial.eye(Shape.of(3, 2, 1))).hasMessageContaining("it must be [rows, columns]");
        assertThatThrownBy(() -> Initial.sparse(Shape.of(3, 2), 1.5, 1, new SplittableRandom(1)))
                .hasMessageContaining("a share from 0 to 1");
    }

    /** Ten layers of ReLU: weights of deviation 0.01 let the signal die, and are then scaled until every layer's variance is 1. */
    @Test
    void outputsOfEachLayerAreScaledToVarianceOne() {
        SplittableRandom random = new SplittableRandom(3);
        List<Layer> layers = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            names.add(String.valueOf(layers.size()));
            layers.add(new Linear(new Parameter(Initial.normal(Shape.of(50, 50), 0.01, random)), null));
            layers.add(Tensor::relu);
        }
        Sequential model = new Sequential(layers);
        Tensor x = Initial.normal(Shape.of(200, 50), 1, random);
        Supplier<Map<String, Tensor>> outputs =
                () -> Taps.observe(names, () -> model.forward(x)).values();
        assertThat(outputs.get().get("18").var().item()).isLessThan(1e-16);
        UnitVariance.scale(model, x);
        outputs.get()
                .forEach((name, y) ->
                        assertThat(y.var().item()).as("layer %s", name).isCloseTo(1, within(0.1)));
        Layer none = Sequential.of(new Linear(new Parameter(Tensor.zeros(Shape.of(2, 50))), null));
        assertThatThrownBy(() -> UnitVariance.scale(none, x)).hasMessageContaining("cannot be scaled to variance 1");
    }
}
