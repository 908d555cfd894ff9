package fovea.zoo;

import static fovea.zoo.Learning.count;
import static fovea.zoo.Learning.learns;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.autograd.Autograd;
import fovea.device.Region;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Pass;
import fovea.nn.summary.Row;
import fovea.nn.summary.Summary;
import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class HighwayNetTest {
    private final RandomGenerator random = new SplittableRandom(1);

    /** What the initial weights are is not counted. */
    private final RandomGenerator cheap = () -> 1L << 62;

    private final Shape digits = Shape.of(1, 28, 28);

    /** Srivastava et al. 2015, table 1: 39 and 151 thousand with 16 and 32 channels. */
    @Test
    void netsForDigitsHaveTheParametersOfTheirTable() {
        assertThat(count(HighwayNet.mnist(digits, 16, 10, cheap))).isEqualTo(38_986);
        assertThat(count(HighwayNet.mnist(digits, 32, 10, cheap))).isEqualTo(151_690);
    }

    /** Table 2: Highway B, 19 layers, about 2.3 million. */
    @Test
    void theNetOf19LayersHas2Point3MillionParameters() {
        HighwayNet net = HighwayNet.cifar(3, 10, cheap);
        assertThat(count(net)).isEqualTo(2_256_838);
        List<Row> weighted = Summary.of(net, Shape.of(1, 3, 32, 32)).rows().stream()
                .filter(row -> row.parameters() > 0 && !row.name().endsWith("gate"))
                .toList();
        assertThat(weighted).hasSize(19);
    }

    /** Section 3.1: a plain net of 71 units has about as many parameters as a highway of 50. */
    @Test
    void plainNetsHaveAsManyParametersAsHighways() {
        long highway = count(HighwayNet.fullyConnected(digits, 50, -1, 10, cheap));
        long plain = count(HighwayNet.plain(digits, 50, 10, cheap));
        assertThat(highway).isEqualTo(785 * 50 + 49 * 2 * 51 * 50 + 510).isEqualTo(289_660);
        assertThat(plain).isEqualTo(785 * 71 + 49 * 72 * 71 + 720);
        assertThat(plain / (double) highway).isBetween(0.95, 1.1);
    }

    /** Equation 3 by hand: h = relu(2), the gate half open, x = 4. */
    @Test
    void aLayerIsBetweenItsInputAndWhatItMakesOfIt() {
        var layer = new HighwayNet.Highway(linear(0.5f, 0), linear(0, 0));
        assertThat(layer.forward(Tensor.of(Shape.of(1, 1), 4f)).item()).isEqualTo(3);
        var shut = new HighwayNet.Highway(linear(0.5f, 0), linear(0, -100));
        assertThat(shut.forward(Tensor.of(Shape.of(1, 1), 4f)).item()).isEqualTo(4);
        var open = new HighwayNet.Highway(linear(-0.5f, 0), linear(0, 100));
        assertThat(open.forward(Tensor.of(Shape.of(1, 1), 4f)).item()).isZero();
    }

    private static Linear linear(float weight, float bias) {
        return new Linear(
                new Parameter(Tensor.of(Shape.of(1, 1), weight)), new Parameter(Tensor.of(Shape.of(1), bias)));
    }

    @Test
    void allLearnFromSmallBatches() {
        learns(HighwayNet.fullyConnected(Shape.of(1, 6, 6), 20, -2, 5, random), Shape.of(1, 6, 6), 5);
        learns(HighwayNet.mnist(Shape.of(3, 18, 20), 4, 5, random), Shape.of(3, 18, 20), 5);
        learns(HighwayNet.cifar(1, 5, random), Shape.of(1, 16, 12), 5);
    }

    /** What the architecture is for: 50 layers learn in a few steps, if their gates begin shut enough to let the signal through. */
    @Test
    void fiftyLayersLearnAtOnce() {
        Region.run(() -> {
            HighwayNet net = HighwayNet.fullyConnected(Shape.of(1, 4, 4), 50, -4, 2, random);
            Tensor x = RandomStream.of(2).normal(Shape.of(16, 1, 4, 4));
            Tensor y = Tensor.of(Shape.of(16), 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
            double first = 0;
            double last = 0;
            for (int step = 0; step < 40; step++) {
                var found = Autograd.valueAndGradients(
                        net.parameters(), () -> Pass.training(() -> Loss.crossEntropy(net.forward(x), y)));
                for (Parameter each : net.parameters()) {
                    each.set(each.get().sub(found.gradients().get(each).mul(0.2)));
                }
                last = found.value().item();
                first = step == 0 ? last : first;
            }
            assertThat(last).isLessThan(first / 2);
            return null;
        });
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> HighwayNet.fullyConnected(digits, 0, -1, 10, cheap))
                .hasMessageContaining("depth must be 1 or more");
        assertThatThrownBy(() -> HighwayNet.fullyConnected(digits, 10, 1, 10, cheap))
                .hasMessageContaining("bias 0 or less");
        assertThatThrownBy(() -> HighwayNet.mnist(Shape.of(1, 28, 16), 16, 10, cheap))
                .hasMessageContaining("18 pixels or more");
    }
}
