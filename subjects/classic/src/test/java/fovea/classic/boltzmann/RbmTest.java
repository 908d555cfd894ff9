package fovea.classic.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.autograd.Autograd;
import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** On machines so small that every state can be gone through. */
class RbmTest {
    private static final int V = 4;
    private static final int H = 3;

    private final RandomGenerator random = new SplittableRandom(5);
    private final double[][] w = new double[H][V];
    private final double[] b = new double[V];
    private final double[] c = new double[H];
    private final Rbm rbm = machine();

    private Rbm machine() {
        float[] weight = new float[H * V];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) (w[i / V][i % V] = (float) random.nextDouble(-1.5, 1.5));
        }
        return new Rbm(
                new Parameter(Tensor.of(Shape.of(H, V), weight)),
                new Parameter(Tensor.of(Shape.of(V), filled(b))),
                new Parameter(Tensor.of(Shape.of(H), filled(c))));
    }

    private float[] filled(double[] bias) {
        float[] same = new float[bias.length];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = same[i] = (float) random.nextDouble(-1, 1);
        }
        return same;
    }

    /** {@code exp(−E(v, h))}, bits of v and h as the states. */
    private double weightOf(int v, int h) {
        double minusEnergy = 0;
        for (int i = 0; i < V; i++) {
            minusEnergy += b[i] * bit(v, i);
        }
        for (int j = 0; j < H; j++) {
            minusEnergy += c[j] * bit(h, j);
            for (int i = 0; i < V; i++) {
                minusEnergy += w[j][i] * bit(h, j) * bit(v, i);
            }
        }
        return Math.exp(minusEnergy);
    }

    private static int bit(int state, int unit) {
        return state >> unit & 1;
    }

    private double visibleWeight(int v) {
        double sum = 0;
        for (int h = 0; h < 1 << H; h++) {
            sum += weightOf(v, h);
        }
        return sum;
    }

    private double z() {
        double sum = 0;
        for (int v = 0; v < 1 << V; v++) {
            sum += visibleWeight(v);
        }
        return sum;
    }

    private static Tensor visibleStates() {
        return Rbm.states(V);
    }

    @Test
    void theFreeEnergySumsOverAllHiddenStates() {
        float[] energy = rbm.freeEnergy(visibleStates()).toArray();
        for (int v = 0; v < energy.length; v++) {
            assertThat(Math.exp(-energy[v])).isCloseTo(visibleWeight(v), Percentage.withPercentage(0.001));
        }
        assertThat(rbm.logPartition().item()).isCloseTo(Math.log(z()), Offset.offset(1e-5));
    }

    @Test
    void hiddenProbabilitiesAreThoseOfTheJointDistribution() {
        float[] hidden = rbm.hidden(visibleStates()).toArray();
        for (int v = 0; v < 1 << V; v++) {
            for (int j = 0; j < H; j++) {
                double on = 0;
                for (int h = 0; h < 1 << H; h++) {
                    on += bit(h, j) * weightOf(v, h);
                }
                assertThat((double) hidden[v * H + j]).isCloseTo(on / visibleWeight(v), Offset.offset(1e-5));
            }
        }
    }

    @Test
    void visibleProbabilitiesAreThoseOfTheJointDistribution() {
        float[] visible = rbm.visible(Rbm.states(H)).toArray();
        for (int h = 0; h < 1 << H; h++) {
            double all = 0;
            double[] on = new double[V];
            for (int v = 0; v < 1 << V; v++) {
                all += weightOf(v, h);
                for (int i = 0; i < V; i++) {
                    on[i] += bit(v, i) * weightOf(v, h);
                }
            }
            for (int i = 0; i < V; i++) {
                assertThat((double) visible[h * V + i]).isCloseTo(on[i] / all, Offset.offset(1e-5));
            }
        }
    }

    /** Of the log-likelihood, by enumeration: what the data has on average less what the machine has. */
    @Test
    void theGradientOfTheLogLikelihoodIsDataLessModel() {
        Tensor x = Tensor.of(Shape.of(2, V), 1f, 0, 1, 1, 0, 0, 1, 0);
        var found = Autograd.valueAndGradients(
                List.of(rbm.weight()), () -> rbm.freeEnergy(x).mean().add(rbm.logPartition()));
        float[] gradient = found.gradients().get(rbm.weight()).toArray();
        float[] seen = rbm.hidden(x).toArray();
        float[] data = x.toArray();
        for (int j = 0; j < H; j++) {
            for (int i = 0; i < V; i++) {
                double ofData = (seen[j] * data[i] + seen[H + j] * data[V + i]) / 2;
                double ofModel = 0;
                for (int v = 0; v < 1 << V; v++) {
                    for (int h = 0; h < 1 << H; h++) {
                        ofModel += bit(h, j) * bit(v, i) * weightOf(v, h) / z();
                    }
                }
                assertThat((double) gradient[j * V + i]).isCloseTo(ofModel - ofData, Offset.offset(1e-5));
            }
        }
    }

    /** Hidden units without doubt are drawn alike every time, so the whole step can be written down. */
    @Test
    void aStepOfContrastiveDivergenceIsItsFormula() {
        Rbm sure = new Rbm(rbm.weight(), rbm.visibleBias(), new Parameter(Tensor.of(Shape.of(H), 100f, -100, 100)));
        Tensor x = Tensor.of(Shape.of(2, V), 1f, 0, 1, 1, 0, 0, 1, 0);
        Contrast contrast = Contrast.of(sure, x, RandomStream.of(1));
        double[] dream = new double[V];
        for (int i = 0; i < V; i++) {
            dream[i] = 1 / (1 + Math.exp(-(b[i] + w[0][i] + w[2][i])));
        }
        double[] mean = {0.5, 0, 1, 0.5};
        int[] on = {1, 0, 1};
        Map<Parameter, Tensor> gradients = contrast.gradients();
        for (int i = 0; i < V; i++) {
            assertThat((double) gradients.get(rbm.visibleBias()).toArray()[i])
                    .isCloseTo(dream[i] - mean[i], Offset.offset(1e-5));
            for (int j = 0; j < H; j++) {
                assertThat((double) gradients.get(rbm.weight()).toArray()[j * V + i])
                        .isCloseTo(on[j] * (dream[i] - mean[i]), Offset.offset(1e-5));
            }
        }
        double error = 0;
        float[] data = x.toArray();
        for (int n = 0; n < 2 * V; n++) {
            error += Math.pow(dream[n % V] - data[n], 2) / (2 * V);
        }
        assertThat(contrast.error().item()).isCloseTo(error, Offset.offset(1e-5));
    }

    /** With many steps and many chains it comes near the gradient of the log-likelihood. */
    @Test
    void manyStepsOfContrastiveDivergenceGiveTheTrueGradient() {
        Tensor x = Tensor.of(Shape.of(2, V), 1f, 0, 1, 1, 0, 0, 1, 0);
        var exact = Autograd.valueAndGradients(
                List.of(rbm.visibleBias()), () -> rbm.freeEnergy(x).mean().add(rbm.logPartition()));
        Tensor chains = x.repeatInterleave(0, 20_000);
        Tensor estimate =
                Contrast.of(rbm, chains, 15, RandomStream.of(2)).gradients().get(rbm.visibleBias());
        assertThat(estimate.toArray())
                .containsExactly(exact.gradients().get(rbm.visibleBias()).toArray(), Offset.offset(0.03f));
    }

    @Test
    void whatCannotBeDoneIsRefused() {
        assertThatThrownBy(() -> Rbm.of(3, 21, random).logPartition())
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("2^21");
        assertThatThrownBy(() -> Contrast.of(rbm, visibleStates(), 0, RandomStream.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new RbmStack(List.of(Rbm.of(4, 3, random), Rbm.of(4, 2, random))))
                .hasMessageContaining("3 hidden units and the next 4");
    }
}
