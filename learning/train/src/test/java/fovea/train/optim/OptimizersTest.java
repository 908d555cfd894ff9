package fovea.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.nn.Linear;
import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OptimizersTest {

    private final Linear model =
            new Linear(new Parameter(Tensor.of(Shape.of(1, 2), 1f, -2)), new Parameter(Tensor.of(0.5f)));

    /** Two steps along the gradient θ/2 for the weights; the bias has none. */
    private float[] twoSteps(Optimizer optimizer) {
        optimizer.learningRate().set(Tensor.scalar(0.1));
        for (int i = 0; i < 2; i++) {
            optimizer.step(Map.of(model.weight(), model.weight().get().mul(0.5)));
        }
        assertThat(model.bias().get().toArray()).containsExactly(0.5f);
        return model.weight().get().toArray();
    }

    @Test
    void plainDescent() {
        assertThat(twoSteps(Sgd.of())).usingComparatorWithPrecision(1e-6f).containsExactly(0.9025f, -1.805f);
    }

    @Test
    void momentumIsPyTorchs() {
        // v1 = 0.51, θ1 = 0.949; v2 = 0.9 · 0.51 + 0.51 · 0.949 = 0.94299; θ2 = 0.854701
        assertThat(twoSteps(Sgd.of(model, 0.9, 0.01)))
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(0.854701f, -1.709402f);
    }

    @Test
    void nesterovLooksAhead() {
        // v1 = 0.5, θ1 = 1 − 0.1 (0.5 + 0.45) = 0.905; g2 = 0.4525, v2 = 0.9025, θ2 = 0.905 − 0.1 (0.4525 + 0.81225)
        assertThat(twoSteps(Sgd.of(model, 0.9, 0).withNesterov()))
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(0.778525f, -1.55705f);
    }

    @Test
    void adamIsTheArticles() {
        double theta = 1;
        double m = 0;
        double v = 0;
        for (int t = 1; t <= 2; t++) {
            double g = theta / 2;
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            theta -= 0.1 * (m / (1 - Math.pow(0.9, t))) / (Math.sqrt(v / (1 - Math.pow(0.999, t))) + 1e-8);
        }
        assertThat(twoSteps(Adam.of(model))[0]).isCloseTo((float) theta, within(2e-6f));
    }

    @Test
    void statesAreFoundUnderTheParametersNames() {
        assertThat(Variables.of(Sgd.of(model, 0.9, 0)).named())
                .containsOnlyKeys("learning_rate", "velocity.named.weight", "velocity.named.bias");
        assertThat(Variables.of(Adam.of(model)).named()).hasSize(6);
        assertThat(Variables.of(Sgd.of()).named()).containsOnlyKeys("learning_rate");
    }

    @Test
    void anotherModelsParametersAreRefused() {
        Linear other = Linear.of(1, 1, new SplittableRandom(1));
        assertThatThrownBy(() -> Sgd.of(model, 0.9, 0).step(Map.of(other.bias(), Tensor.of(1f))))
                .hasMessageContaining("make it of the model that is trained");
    }

    @Test
    void schedulesPassThroughTheirPoints() {
        assertThat(Schedule.constant(0.3).at(7, 10)).isEqualTo(0.3);
        assertThat(Schedule.cosine(2).at(0, 10)).isEqualTo(2);
        assertThat(Schedule.cosine(2).at(5, 10)).isCloseTo(1, within(1e-12));
        assertThat(Schedule.cosine(2).at(10, 10)).isCloseTo(0, within(1e-12));
        assertThat(Schedule.oneCycle(1).at(0, 10)).isCloseTo(0.04, within(1e-12));
        assertThat(Schedule.oneCycle(1).at(3, 10)).isCloseTo(1, within(1e-12));
        assertThat(Schedule.oneCycle(1).at(10, 10)).isCloseTo(4e-6, within(1e-12));
        assertThat(Schedule.steps(1, 0.1, 0.5, 0.75).at(8, 10)).isCloseTo(0.01, within(1e-12));
    }
}
