package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Layers that normalize, against sums written out. */
class NormLayersTest {
    private static final double EPSILON = 1e-5;

    /** {@code [2, 4, 3]}. */
    private final float[] numbers = {
        1, -2, 3, 0.5f, 4, -1, 2, 2, 5, -3, 0, 1, 7, 1, -1, 2.5f, -0.5f, 3, 6, -4, 0, 1.5f, 2, 9
    };

    private final Tensor x = Tensor.of(Shape.of(2, 4, 3), numbers);

    /** The numbers from {@code from}, {@code n} of them, with their mean taken away and divided by their deviation. */
    private void standardized(float[] y, int from, int n) {
        double mean = 0;
        double variance = 0;
        for (int i = from; i < from + n; i++) {
            mean += numbers[i] / (double) n;
        }
        for (int i = from; i < from + n; i++) {
            variance += (numbers[i] - mean) * (numbers[i] - mean) / n;
        }
        for (int i = from; i < from + n; i++) {
            y[i] = (float) ((numbers[i] - mean) / Math.sqrt(variance + EPSILON));
        }
    }

    private float[] standardizedBy(int n) {
        float[] y = new float[numbers.length];
        for (int from = 0; from < y.length; from += n) {
            standardized(y, from, n);
        }
        return y;
    }

    private static void assertNear(Tensor actual, float... expected) {
        assertThat(actual.toArray()).usingComparatorWithPrecision(2e-6f).containsExactly(expected);
    }

    @Test
    void aLayerIsNormalizedOverItsLastAxes() {
        assertNear(LayerNormLayer.of(3).forward(x), standardizedBy(3));
        assertNear(LayerNormLayer.plain(4, 3).forward(x), standardizedBy(12));
    }

    @Test
    void scaleAndShiftHaveTheShapeOfWhatIsNormalized() {
        LayerNormLayer norm = LayerNormLayer.of(3);
        weight(norm, "weight").set(Tensor.of(1f, 2, 3));
        weight(norm, "bias").set(Tensor.of(0f, 10, 0));
        float[] plain = standardizedBy(3);
        float[] y = norm.forward(x).toArray();
        assertThat(y[4]).isCloseTo(2 * plain[4] + 10, within(1e-5f));
        assertThat(y[5]).isCloseTo(3 * plain[5], within(1e-5f));
    }

    private static Variable weight(Layer layer, String name) {
        return Objects.requireNonNull(Variables.of(layer).named().get(name));
    }

    @Test
    void groupsOfChannelsAreNormalizedByThemselves() {
        assertNear(GroupNormLayer.of(2, 4).forward(x), standardizedBy(6));
        assertNear(GroupNormLayer.plain(1).forward(x), standardizedBy(12));
        assertNear(GroupNormLayer.plain(4).forward(x), standardizedBy(3));
    }

    @Test
    void groupsMustDivideTheChannels() {
        assertThatThrownBy(() -> GroupNormLayer.of(3, 4))
                .isInstanceOf(ShapeException.class)
                .hasMessage("groupNorm: 4 channels in 3 groups%n  the channels must be a multiple of the groups"
                        .formatted());
    }

    @Test
    void instancesAreNormalizedAlikeInTrainingAndInference() {
        InstanceNormLayer norm = InstanceNormLayer.of(4);
        assertNear(norm.forward(x), standardizedBy(3));
        assertNear(Pass.training(() -> norm.forward(x)), standardizedBy(3));
        assertNear(InstanceNormLayer.plain().forward(x), standardizedBy(3));
    }

    @Test
    void runningStatisticsOfInstancesAreTheMeanOverTheImages() {
        InstanceNormLayer norm = InstanceNormLayer.plain().tracking(4);
        assertNear(Pass.training(() -> norm.forward(x)), standardizedBy(3));
        // Channel 0 is 1, −2, 3 and 7, 1, −1: means 2/3 and 7/3, unbiased variances 19/3 and 52/3.
        assertThat(weight(norm, "running_mean").get().toArray()[0]).isCloseTo(0.15f, within(1e-6f));
        assertThat(weight(norm, "running_var").get().toArray()[0])
                .isCloseTo((float) (0.9 + 0.1 * 71 / 6), within(1e-5f));
        float[] y = norm.forward(x).toArray();
        assertThat(y[0]).isCloseTo((float) ((1 - 0.15) / Math.sqrt(0.9 + 0.1 * 71 / 6 + EPSILON)), within(1e-5f));
    }

    @Test
    void rootMeanSquaresTakeNoMeanAway() {
        float[] y = RmsNormLayer.of(3).forward(x).toArray();
        assertThat(y[0]).isCloseTo((float) (1 / Math.sqrt(14 / 3.0)), within(1e-6f));
        assertThat(y[1]).isCloseTo((float) (-2 / Math.sqrt(14 / 3.0)), within(1e-6f));
    }

    @Test
    void neighborsAmongTheChannelsInhibit() {
        float[] y = new LocalResponseNormLayer(3, 0.5, 0.75, 2).forward(x).toArray();
        // Pixel 0 of image 0 has the channels 1, 0.5, 2, −3.
        assertThat(y[0]).isCloseTo((float) (1 / Math.pow(2 + 0.5 / 3 * 1.25, 0.75)), within(1e-6f));
        assertThat(y[6]).isCloseTo((float) (2 / Math.pow(2 + 0.5 / 3 * 13.25, 0.75)), within(1e-6f));
    }

    /** Of an even size one more of the channels before counts. */
    @Test
    void neighborsOfAnEvenSizeAreMoreBeforeThanAfter() {
        float[] y = new LocalResponseNormLayer(2, 1, 1, 0).forward(x).toArray();
        assertThat(y[0]).isCloseTo(1 / 0.5f, within(1e-6f));
        assertThat(y[3]).isCloseTo(0.5f / (0.5f * 1.25f), within(1e-6f));
    }

    @Test
    void namesAreThoseOfPublishedWeights() {
        assertThat(Variables.of(Map.of("n", LayerNormLayer.of(3))).named().keySet())
                .containsExactly("n.weight", "n.bias");
        assertThat(Variables.of(InstanceNormLayer.of(2).tracking(2)).named().keySet())
                .containsExactly("weight", "bias", "running_mean", "running_var");
        assertThat(Variables.of(BatchNormLayer.of(2).cumulative()).named().keySet())
                .containsExactly("weight", "bias", "running_mean", "running_var", "num_batches_tracked");
        assertThat(Variables.of(BatchNormLayer.of(2).plain().untracked()).named())
                .isEmpty();
    }

    @Test
    void cumulativeStatisticsAreTheMeanOfAllBatches() {
        BatchNormLayer norm = BatchNormLayer.of(1).cumulative();
        for (float[] batch : new float[][] {{1, 3}, {5, 9}, {0, 6}}) {
            Pass.training(() -> norm.forward(Tensor.of(Shape.of(2, 1), batch)));
        }
        assertThat(weight(norm, "running_mean").get().item()).isCloseTo((2 + 7 + 3) / 3.0, within(1e-6));
        assertThat(weight(norm, "running_var").get().item()).isCloseTo((2 + 8 + 18) / 3.0, within(1e-5));
        assertThat(weight(norm, "num_batches_tracked").get().item()).isEqualTo(3);
    }

    @Test
    void withoutRunningStatisticsABatchIsAlwaysItsOwnMeasure() {
        BatchNormLayer norm = BatchNormLayer.of(4).plain().untracked();
        float[] inference = norm.forward(x).toArray();
        assertThat(Pass.training(() -> norm.forward(x)).toArray()).isEqualTo(inference);
        double sum = 0;
        for (int i : new int[] {0, 1, 2, 12, 13, 14}) {
            sum += inference[i];
        }
        assertThat(sum).isCloseTo(0, within(1e-5));
    }

    @Test
    void halfPrecisionIsNormalizedInSingle() {
        for (Layer norm : List.of(
                BatchNormLayer.of(4),
                BatchNormLayer.of(4).plain(),
                LayerNormLayer.of(3),
                RmsNormLayer.of(3),
                GroupNormLayer.of(2, 4),
                InstanceNormLayer.of(4).tracking(4),
                LocalResponseNormLayer.of(3))) {
            Tensor half = x.cast(DType.F16);
            Tensor y = Pass.training(() -> norm.forward(half));
            Tensor single = Pass.training(() -> norm.forward(half.cast(DType.F32)));
            assertThat(y.dtype()).isEqualTo(DType.F16);
            assertThat(y.cast(DType.F32).toArray())
                    .isEqualTo(single.cast(DType.F16).cast(DType.F32).toArray());
            assertThat(norm.forward(half).dtype()).isEqualTo(DType.F16);
        }
    }

    /** What is subtracted first does not drown in what is added later. */
    @Test
    void batchNormInInferenceKeepsItsDigitsFarFromZero() {
        BatchNormLayer norm = BatchNormLayer.of(1);
        weight(norm, "running_mean").set(Tensor.of(10_000f));
        assertThat(norm.with(0.1, 0)
                        .forward(Tensor.of(Shape.of(1, 1), 10_000.25f))
                        .item())
                .isEqualTo(0.25);
    }

    @Test
    void lengthsAndDirectionsApart() {
        Tensor w = Tensor.of(Shape.of(2, 2), 3f, 4, 0, 2).weightNorm(Tensor.of(Shape.of(2, 1), 10f, 1));
        assertNear(w, 6, 8, 0, 1);
        assertNear(Tensor.of(Shape.of(2, 2), 3f, 4, 0, 0).normalize(1), 0.6f, 0.8f, 0, 0);
        assertNear(Tensor.of(Shape.of(2), 3f, -1).normalize(0, 1e-12, 0), 1.5f, -0.5f);
        assertNear(Tensor.of(Shape.of(2), 3f, -1).normalize(Double.NEGATIVE_INFINITY, 1e-12, 0), 3, -1);
    }

    /** A matrix with singular values 3 and 1. */
    @Test
    void spectralNormDividesByTheLargestSingularValue() {
        Tensor w = Tensor.of(Shape.of(2, 3), 2f, 1, 0, 1, 2, 0);
        Tensor[] uv = w.singularVectors(Tensor.of(1f, 0), Tensor.of(1f, 0, 0), 30, 1e-12);
        float[] expected = w.toArray();
        for (int i = 0; i < expected.length; i++) {
            expected[i] /= 3;
        }
        assertNear(w.spectralNorm(uv[0], uv[1]), expected);
        assertThat(Arrays.toString(uv[1].shape().toArray())).isEqualTo("[3]");
    }
}
