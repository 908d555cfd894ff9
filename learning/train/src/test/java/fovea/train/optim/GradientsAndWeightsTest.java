package fovea.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.device.Device;
import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** What is done to gradients before a step, and to weights after it; and parts of a model that are trained differently. */
class GradientsAndWeightsTest {
    private static final Device PLAIN = Device.named("reference");

    private final SequencedMap<String, Parameter> model = new LinkedHashMap<>();

    private Parameter parameter(String name, double... elements) {
        Parameter parameter = new Parameter(Tensor.of(Shape.of(elements.length), elements));
        model.put(name, parameter);
        return parameter;
    }

    private static Tensor vector(double... elements) {
        return Tensor.of(Shape.of(elements.length), elements);
    }

    @Test
    void allGradientsTogetherAreNoLongerThanTheirBound() {
        PLAIN.use(() -> {
            Parameter p = parameter("p", 0, 0);
            Parameter q = parameter("q", 0);
            Optimizer optimizer = Sgd.of(model).withClippedNorm(1);
            optimizer.setLearningRate(1);
            // The norm of (2, 3, 6) is 7.
            optimizer.step(Map.of(p, vector(2, 3), q, vector(6)));
            double scale = 1 / (7 + 1e-6);
            assertThat(p.get().toDoubles()).containsExactly(new double[] {-2 * scale, -3 * scale}, within(1e-15));
            assertThat(q.get().toDoubles()).containsExactly(new double[] {-6 * scale}, within(1e-15));
            return 0;
        });
    }

    @Test
    void shortGradientsStay() {
        PLAIN.use(() -> {
            Parameter p = parameter("p", 0, 0);
            Optimizer optimizer = Sgd.of(model).withClippedNorm(10);
            optimizer.setLearningRate(1);
            optimizer.step(Map.of(p, vector(3, -4)));
            assertThat(p.get().toDoubles()).containsExactly(-3, 4);
            return 0;
        });
    }

    @Test
    void normsOfAnyOrder() {
        PLAIN.use(() -> {
            Map<Parameter, Tensor> gradients = new LinkedHashMap<>();
            gradients.put(parameter("p", 0, 0), vector(-1, 2));
            gradients.put(parameter("q", 0), vector(-3));
            assertThat(ClippedNorm.norm(gradients, 1).item()).isEqualTo(6);
            assertThat(ClippedNorm.norm(gradients, 2).item()).isCloseTo(Math.sqrt(14), within(1e-15));
            assertThat(ClippedNorm.norm(gradients, 3).item()).isCloseTo(Math.cbrt(36), within(1e-14));
            assertThat(ClippedNorm.norm(gradients, Double.POSITIVE_INFINITY).item())
                    .isEqualTo(3);
            return 0;
        });
    }

    @Test
    void gradientsAreClippedBeforeTheWeightDecays() {
        PLAIN.use(() -> {
            Parameter p = parameter("p", 10);
            Optimizer optimizer = Sgd.of(model).withClippedValues(0.5).withWeightDecay(0.1);
            optimizer.setLearningRate(1);
            optimizer.step(Map.of(p, vector(7)));
            assertThat(p.get().item()).isCloseTo(10 - 0.5 - 1, within(1e-15));
            return 0;
        });
    }

    @Test
    void eachGradientIsNoLargerThanItsBound() {
        PLAIN.use(() -> {
            Parameter p = parameter("p", 0, 0, 0, 0);
            Optimizer optimizer = Sgd.of(model).withClippedValues(0.5);
            optimizer.setLearningRate(1);
            optimizer.step(Map.of(p, vector(0.4, -0.5, 3, -7)));
            assertThat(p.get().toDoubles()).containsExactly(-0.4, 0.5, -0.5, 0.5);
            return 0;
        });
    }

    @Test
    void boundsAreAboveZero() {
        assertThatThrownBy(() -> Sgd.of().withClippedNorm(0)).hasMessageContaining("both must be above 0");
        assertThatThrownBy(() -> Sgd.of().withClippedValues(-1)).hasMessageContaining("it must be above 0");
    }

    @Test
    void penaltiesPullAtWeightsAndLeaveBiasesOut() {
        PLAIN.use(() -> {
            Parameter w = new Parameter(Tensor.of(Shape.of(1, 3), 2.0, -3, 0));
            Parameter b = parameter("b", 5);
            Optimizer optimizer = Sgd.of(List.of(w, b)).withElasticNet(0.1, 0.01);
            optimizer.setLearningRate(1);
            optimizer.step(Map.of(w, Tensor.of(Shape.of(1, 3), 1.0, 1, 1), b, vector(1)));
            assertThat(w.get().toDoubles())
                    .containsExactly(new double[] {2 - (1 + 0.1 + 0.02), -3 - (1 - 0.1 - 0.03), -1}, within(1e-15));
            assertThat(b.get().item()).isEqualTo(4);
            assertThatThrownBy(() -> optimizer.withElasticNet(-1, 0)).hasMessageContaining("both must be 0 or more");
            return 0;
        });
    }

    @Test
    void weightsIntoAUnitAreNoLongerThanTheirBound() {
        PLAIN.use(() -> {
            Parameter w = new Parameter(Tensor.of(Shape.of(3, 1, 2), 6.0, 8, 0.3, 0.4, 0, 0));
            Parameter b = parameter("b", 50);
            Optimizer optimizer = Sgd.of(List.of(w, b)).withMaxNorm(2);
            optimizer.step(Map.of(w, Tensor.of(Shape.of(3, 1, 2), new double[6]), b, vector(0)));
            assertThat(w.get().toDoubles()).containsExactly(new double[] {1.2, 1.6, 0.3, 0.4, 0, 0}, within(1e-15));
            assertThat(b.get().item()).isEqualTo(50);
            assertThatThrownBy(() -> optimizer.withMaxNorm(0)).hasMessageContaining("it must be above 0");
            return 0;
        });
    }

    @Test
    void anExponentialAverageBeginsWithTheWeightsAndForgets() {
        PLAIN.use(() -> {
            Parameter p = parameter("p", 8);
            WeightAverage average = WeightAverage.exponential(model, 0.75);
            double expected = 8;
            average.update();
            assertThat(average.named().get("p").get().item()).isEqualTo(expected);
            for (int i = 1; i < 6; i++) {
                p.set(vector(i * i));
                average.update();
                expected = 0.75 * expected + 0.25 * i * i;
                assertThat(average.named().get("p").get().item()).isCloseTo(expected, within(1e-14));
            }
            return 0;
        });
    }

    @Test
    void anAverageOfAllAlikeIsTheirMean() {
        PLAIN.use(() -> {
            Parameter p = parameter("p", 0);
            WeightAverage average = WeightAverage.alike(model);
            for (double weight : List.of(3.0, 5.0, 10.0, -2.0)) {
                p.set(vector(weight));
                average.update();
            }
            assertThat(average.named().get("p").get().item()).isCloseTo(4, within(1e-14));
            return 0;
        });
    }

    @Test
    void averagesAreInTheWeightsPlacesForTheLengthOfALambda() {
        PLAIN.use(() -> {
            Parameter p = parameter("p", 1);
            WeightAverage average = WeightAverage.alike(model);
            average.update();
            p.set(vector(2));
            average.update();
            assertThat(average.<Double>use(() -> p.get().item())).isCloseTo(1.5, within(1e-15));
            assertThat(p.get().item()).isEqualTo(2);
            assertThatThrownBy(() -> average.use(() -> {
                        throw new IllegalStateException("inside");
                    }))
                    .hasMessage("inside");
            assertThat(p.get().item()).isEqualTo(2);
            return 0;
        });
    }

    @Test
    void groupsHaveRatesOfTheirOwn() {
        PLAIN.use(() -> {
            Parameter p = parameter("p", 1);
            Parameter q = parameter("q", 1);
            Optimizer groups = ParameterGroups.of(
                    ParameterGroups.group(p, Sgd.of(p, 0.5, 0), 1),
                    ParameterGroups.group(q, Sgd.of(q).withWeightDecay(1), 0.1));
            groups.setLearningRate(0.5);
            groups.step(Map.of(p, vector(1), q, vector(1)));
            groups.step(Map.of(p, vector(1), q, vector(1)));
            assertThat(p.get().item()).isCloseTo(1 - 0.5 - 0.5 * 1.5, within(1e-15));
            assertThat(q.get().item()).isCloseTo((1 - 0.1) - 0.05 * (1 + 1 - 0.1), within(1e-15));
            assertThat(Variables.of(groups).named()).hasSize(3);
            return 0;
        });
    }

    @Test
    void groupsHaveNothingInCommonAndLeaveNothingOut() {
        PLAIN.use(() -> {
            Parameter p = parameter("p", 1);
            Parameter q = parameter("q", 1);
            ParameterGroups.Group one = ParameterGroups.group(p, Sgd.of(p), 1);
            assertThatThrownBy(() -> ParameterGroups.of(one, ParameterGroups.group(model, Sgd.of(model), 1)))
                    .hasMessageContaining("is in two groups");
            assertThatThrownBy(() -> ParameterGroups.of(one).step(Map.of(q, vector(1))))
                    .hasMessageContaining("is in none of the 1 groups");
            return 0;
        });
    }
}
