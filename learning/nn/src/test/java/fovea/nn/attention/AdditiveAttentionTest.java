package fovea.nn.attention;

import static fovea.testing.TensorAssertions.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.testing.GradientCheck;
import fovea.testing.ParameterOperands;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdditiveAttentionTest {
    private final Doubles doubles = new Doubles();
    private final AdditiveAttention attention =
            new AdditiveAttention(doubles.linear(2, 4, false), doubles.linear(3, 4, true), doubles.linear(4, 1, false));
    private final Tensor s = doubles.x(2, 2);
    private final Tensor k = doubles.x(2, 5, 3);

    /** Against the formula in loops, for the second query. */
    @Test
    void scoresAreThoseOfASmallNetwork() {
        double[] w = attention.query().weight().get().toDoubles();
        double[] u = attention.keys().weight().get().toDoubles();
        double[] b =
                java.util.Objects.requireNonNull(attention.keys().bias()).get().toDoubles();
        double[] v = attention.score().weight().get().toDoubles();
        double[] state = s.toDoubles();
        double[] keys = k.toDoubles();
        double[] e = new double[5];
        double sum = 0;
        for (int j = 0; j < 5; j++) {
            double score = 0;
            for (int a = 0; a < 4; a++) {
                double inner = b[a] + w[2 * a] * state[2] + w[2 * a + 1] * state[3];
                for (int i = 0; i < 3; i++) {
                    inner += u[3 * a + i] * keys[15 + 3 * j + i];
                }
                score += v[a] * Math.tanh(inner);
            }
            e[j] = Math.exp(score);
            sum += e[j];
        }
        Attended found = attention.attend(s, k);
        double seen = 0;
        for (int j = 0; j < 5; j++) {
            assertThat(found.weights().toDoubles()[5 + j]).isCloseTo(e[j] / sum, within(1e-14));
            seen += e[j] / sum * keys[15 + 3 * j + 2];
        }
        assertThat(found.y().toDoubles()[5]).isCloseTo(seen, within(1e-14));
    }

    @Test
    void hiddenKeysMayAsWellNotBeThere() {
        Tensor hidden = Mask.padding(Tensor.of(Shape.of(2), 3, 3), 5);
        assertClose(
                attention.attend(s, k, hidden).y(),
                attention.attend(s, k.slice(1, 0, 3, 1)).y(),
                8);
    }

    @Test
    void gradientsMatchDifferences() {
        SoftAttention soft = new SoftAttention(attention, doubles.linear(2, 1, true));
        List<Parameter> parameters = Variables.of(soft).parameters();
        List<Tensor> operands = new ArrayList<>();
        parameters.forEach(p -> operands.add(p.get()));
        operands.addAll(List.of(s, k));
        new GradientCheck(
                        "soft attention",
                        ParameterOperands.first(parameters, x -> {
                            Attended seen = soft.attend(x.get(0), x.get(1));
                            return List.of(seen.y(), seen.weights());
                        }),
                        operands)
                .first(1e-9);
    }

    @Test
    void theGateSaysHowMuchOfTheImageIsWanted() {
        SoftAttention soft = new SoftAttention(attention, doubles.linear(2, 1, true));
        Tensor gate = soft.gate().forward(s).sigmoid();
        assertClose(soft.attend(s, k).y(), attention.attend(s, k).y().mul(gate), 2);
    }

    /** Two words that look at one place each miss the third, and see the first twice. */
    @Test
    void coverageCountsWhatWasNotSeenOnce() {
        Tensor weights = Tensor.of(Shape.of(3, 1, 3), 1.0, 0, 0, 0, 1, 0, 1, 0, 0);
        assertThat(SoftAttention.coverage(weights).item()).isEqualTo(2);
        Tensor even = Tensor.of(Shape.of(1, 2, 2), 0.5, 0.5, 1, 0);
        assertThat(SoftAttention.coverage(even).item()).isEqualTo((0.5 + 1) / 2);
    }

    @Test
    void freshOnesHaveTheRightSizes() {
        SoftAttention fresh = SoftAttention.of(2, 3, 7, new SplittableRandom(1));
        Attended seen = fresh.attend(Tensor.ones(Shape.of(2, 2)), Tensor.ones(Shape.of(2, 5, 3)));
        assertThat(seen.y().shape()).isEqualTo(Shape.of(2, 3));
        assertThat(seen.weights().toArray()).containsOnly(new float[] {0.2f}, within(1e-6f));
    }
}
