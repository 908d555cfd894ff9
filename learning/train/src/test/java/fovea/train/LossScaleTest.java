package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.autograd.Autograd;
import fovea.device.Device;
import fovea.graph.Compiled;
import fovea.tensor.MixedPrecision;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.train.optim.Sgd;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LossScaleTest {
    private static final Device PLAIN = Device.named("reference");

    private final Parameter w = new Parameter(Tensor.of(1f, -2));
    private final Sgd sgd = Sgd.of(Map.of("w", w), 0.9, 0);
    private final LossScale scale = LossScale.fresh();

    private void step(float... g) {
        sgd.setLearningRate(0.5);
        Compiled step = Compiled.of(in -> {
            scale.step(sgd, Map.of(w, in.getFirst()));
            return List.of();
        });
        PLAIN.use(() -> step.run(Tensor.of(g)));
    }

    private double s() {
        return scale.scale().get().item();
    }

    @Test
    void theStepIsThatOfTheGradientsAsTheyAre() {
        PLAIN.use(() -> {
            step(65_536 * 2f, 65_536f);
            assertThat(w.get().toArray()).containsExactly(0, -2.5f);
            step(0, 65_536f); // momentum: 0.9 · 2, and 0.9 + 1
            assertThat(w.get().toArray()).containsExactly(-0.9f, -2.5f - 0.5f * 1.9f);
            assertThat(s()).isEqualTo(65_536);
            return 0;
        });
    }

    @Test
    void aGradientThatIsNoNumberLeavesWeightsAndMomentumAndHalvesTheScale() {
        PLAIN.use(() -> {
            step(65_536f, 65_536f);
            float[] kept = w.get().toArray();
            step(Float.POSITIVE_INFINITY, 1);
            assertThat(w.get().toArray()).isEqualTo(kept);
            assertThat(s()).isEqualTo(32_768);
            step(1, Float.NaN);
            assertThat(s()).isEqualTo(16_384);
            step(0, 0); // momentum alone, as if nothing had been between
            assertThat(w.get().toArray()).containsExactly(kept[0] - 0.45f, kept[1] - 0.45f);
            return 0;
        });
    }

    @Test
    void twoThousandStepsInARowDoubleIt() {
        PLAIN.use(() -> {
            scale.steps().set(Tensor.full(scale.steps().spec(), 1_998));
            step(1, 1);
            assertThat(s()).isEqualTo(65_536);
            step(1, 1);
            assertThat(s()).isEqualTo(131_072);
            assertThat(scale.steps().get().item()).isZero();
            return 0;
        });
    }

    /** 2⁻¹⁴ · 2⁻¹⁴ is below the least number of f16. */
    @Test
    void aGradientThatF16CannotHoldArrivesAllTheSame() {
        Tensor small = Tensor.full(Shape.of(1, 2), 0x1p-14);
        Parameter row = new Parameter(Tensor.full(Shape.of(2, 1), 1));
        PLAIN.use(() -> {
            Tensor plain = gradient(row, small, false);
            Tensor scaled = gradient(row, small, true);
            assertThat(plain.toArray()).containsOnly(0);
            assertThat(scaled.toArray()).containsOnly(0x1p-28f);
            return 0;
        });
    }

    private Tensor gradient(Parameter row, Tensor x, boolean isScaled) {
        Tensor g = Autograd.valueAndGradients(List.of(row), () -> {
                    Tensor loss =
                            MixedPrecision.f16(() -> x.matmul(row.get())).sum().mul(0x1p-14);
                    return isScaled ? scale.of(loss) : loss;
                })
                .gradients()
                .get(row);
        return isScaled ? g.mul(scale.scale().get().reciprocal()) : g;
    }
}
