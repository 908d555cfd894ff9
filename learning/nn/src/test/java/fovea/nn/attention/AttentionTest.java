package fovea.nn.attention;

import static fovea.testing.TensorAssertions.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.nn.Variables;
import fovea.tensor.Concat;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.testing.GradientCheck;
import fovea.testing.ParameterOperands;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AttentionTest {
    private static final double HIDDEN = Double.NEGATIVE_INFINITY;

    private final Doubles doubles = new Doubles();

    /** Against the formula in loops. */
    @Test
    void weightsAreTheSoftmaxOfScaledProducts() {
        Tensor q = doubles.x(3, 4);
        Tensor k = doubles.x(5, 4);
        Tensor v = doubles.x(5, 2);
        Attended found = DotProduct.plain().attend(q, k, v);
        double[] y = found.y().toDoubles();
        double[] weights = found.weights().toDoubles();
        for (int i = 0; i < 3; i++) {
            double[] e = new double[5];
            double sum = 0;
            for (int j = 0; j < 5; j++) {
                double product = 0;
                for (int d = 0; d < 4; d++) {
                    product += q.toDoubles()[4 * i + d] * k.toDoubles()[4 * j + d];
                }
                e[j] = Math.exp(product / 2);
                sum += e[j];
            }
            double expected = 0;
            for (int j = 0; j < 5; j++) {
                assertThat(weights[5 * i + j]).isCloseTo(e[j] / sum, within(1e-14));
                expected += e[j] / sum * v.toDoubles()[2 * j + 1];
            }
            assertThat(y[2 * i + 1]).isCloseTo(expected, within(1e-14));
        }
    }

    @Test
    void leadingAxesAreBroadcast() {
        Tensor q = doubles.x(2, 3, 4, 5);
        Tensor k = doubles.x(3, 6, 5);
        Tensor v = doubles.x(2, 1, 6, 7);
        Tensor y = DotProduct.plain().attend(q, k, v).y();
        Tensor one = DotProduct.plain()
                .attend(one(one(q, 1), 2), one(k, 2), one(one(v, 1), 0))
                .y();
        assertClose(one(one(y, 1), 2), one, 8);
    }

    /** The i-th along the first axis. */
    private static Tensor one(Tensor x, int i) {
        int[] sizes = x.shape().toArray();
        return x.slice(0, i, i + 1, 1).reshape(Shape.of(Arrays.copyOfRange(sizes, 1, sizes.length)));
    }

    @Test
    void theFutureHasNoWeight() {
        Tensor x = doubles.x(4, 3);
        Attended causal = DotProduct.plain().withCausal(true).attend(x, x, x);
        double[] weights = causal.weights().toDoubles();
        for (int i = 0; i < 4; i++) {
            Tensor before = x.slice(0, 0, i + 1, 1);
            Tensor expected = DotProduct.plain()
                    .attend(x.slice(0, i, i + 1, 1), before, before)
                    .y();
            assertClose(causal.y().slice(0, i, i + 1, 1), expected, 8);
            for (int j = i + 1; j < 4; j++) {
                assertThat(weights[4 * i + j]).isZero();
            }
        }
    }

    @Test
    void aMaskOfTruthsIsOneOfInfinities() {
        Tensor q = doubles.x(2, 3, 4);
        boolean[] seen = {true, false, true, true, true, false, false, true, true};
        double[] added = new double[9];
        for (int i = 0; i < 9; i++) {
            added[i] = seen[i] ? 0 : HIDDEN;
        }
        Attended bool =
                DotProduct.plain().withMask(Tensor.of(Shape.of(3, 3), seen)).attend(q, q, q);
        Attended number =
                DotProduct.plain().withMask(Tensor.of(Shape.of(3, 3), added)).attend(q, q, q);
        assertThat(bool.y().toDoubles()).isEqualTo(number.y().toDoubles());
        assertThat(bool.weights().toDoubles()[1]).isZero();
    }

    @Test
    void aScaleOfOnesOwn() {
        Tensor q = doubles.x(2, 9);
        assertClose(
                DotProduct.plain().withScale(1).attend(q.mul(1.0 / 3), q, q).y(),
                DotProduct.plain().attend(q, q, q).y(),
                9);
    }

    @Test
    void gradientsOfScaledProductsMatchDifferences() {
        Tensor mask = Tensor.of(Shape.of(2, 3), true, false, true, true, true, true);
        new GradientCheck(
                        "attention",
                        x -> List.of(DotProduct.plain()
                                .withMask(mask)
                                .attend(x.get(0), x.get(1), x.get(2))
                                .y()),
                        List.of(doubles.x(2, 2, 4), doubles.x(2, 3, 4), doubles.x(2, 3, 2)))
                .first(1e-9);
    }

    @TestFactory
    Stream<DynamicTest> gradientsOfManyHeadsMatchDifferences() {
        AttentionOptions small = AttentionOptions.of(4, 2);
        return Stream.of(
                        small,
                        small.withBias(false).withBatchFirst(true),
                        small.withKdim(3).withVdim(2),
                        small.withAddBiasKv(true).withAddZeroAttn(true))
                .map(options -> dynamicTest(options.toString(), () -> check(doubles.attention(options))));
    }

    private void check(MultiHeadAttention layer) {
        AttentionOptions options = layer.options();
        List<Parameter> parameters = layer.parameters();
        List<Tensor> operands = new ArrayList<>();
        parameters.forEach(p -> operands.add(p.get()));
        boolean turned = options.batchFirst();
        operands.add(doubles.x(2, 2, 4));
        operands.add(turned ? doubles.x(2, 3, options.kdim()) : doubles.x(3, 2, options.kdim()));
        operands.add(turned ? doubles.x(2, 3, options.vdim()) : doubles.x(3, 2, options.vdim()));
        AttentionMasks masks =
                AttentionMasks.padding(Tensor.of(Shape.of(2, 3), false, false, true, false, false, false));
        new GradientCheck(
                        "heads",
                        ParameterOperands.first(parameters, x -> {
                            Attended y = layer.attend(x.get(0), x.get(1), x.get(2), masks);
                            return List.of(y.y(), y.weights());
                        }),
                        operands)
                .first(1e-9);
    }

    @Test
    void secondGradientsOfManyHeadsMatchDifferences() {
        MultiHeadAttention layer = doubles.attention(AttentionOptions.of(2, 1));
        List<Tensor> operands = new ArrayList<>();
        layer.parameters().forEach(p -> operands.add(p.get()));
        operands.add(doubles.x(2, 1, 2));
        new GradientCheck(
                        "heads",
                        ParameterOperands.first(layer.parameters(), x -> List.of(layer.forward(x.getFirst()))),
                        operands)
                .second(1e-8);
    }

    @Test
    void parametersHaveTheNamesOfPyTorch() {
        AttentionOptions options = AttentionOptions.of(4, 2).withAddBiasKv(true);
        SplittableRandom random = new SplittableRandom(1);
        assertThat(Variables.of(MultiHeadAttention.of(options, random)).named().keySet())
                .containsExactly(
                        "in_proj_weight", "in_proj_bias", "bias_k", "bias_v", "out_proj.weight", "out_proj.bias");
        assertThat(Variables.of(MultiHeadAttention.of(
                                options.withKdim(3).withAddBiasKv(false).withBias(false), random))
                        .named()
                        .keySet())
                .containsExactly("q_proj_weight", "k_proj_weight", "v_proj_weight", "out_proj.weight");
    }

    @Test
    void weightsBeginAsThoseOfPyTorchDo() {
        MultiHeadAttention layer = MultiHeadAttention.of(AttentionOptions.of(24, 2), new SplittableRandom(1));
        float[] in = Objects.requireNonNull(layer.inProjWeight()).get().toArray();
        Arrays.sort(in);
        // √(6 / (24 + 72))
        assertThat(in[0]).isBetween(-0.25f, -0.245f);
        assertThat(in[in.length - 1]).isBetween(0.245f, 0.25f);
        assertThat(Objects.requireNonNull(layer.inProjBias()).get().toArray()).containsOnly(0);
        assertThat(Objects.requireNonNull(layer.outProj().bias()).get().toArray())
                .containsOnly(0);
    }

    /** Projected at once or one by one. */
    @Test
    void whatIsOneAndTheSameGivesTheSame() {
        MultiHeadAttention layer = doubles.attention(AttentionOptions.of(4, 2));
        Tensor x = doubles.x(3, 2, 4);
        assertClose(layer.attend(x, x.add(0), x.add(0)).y(), layer.forward(x), 8);
    }

    @Test
    void batchFirstIsTheOtherTurnedRound() {
        MultiHeadAttention layer = doubles.attention(AttentionOptions.of(4, 2));
        MultiHeadAttention turned = new MultiHeadAttention(
                layer.options().withBatchFirst(true),
                layer.inProjWeight(),
                null,
                null,
                null,
                layer.inProjBias(),
                null,
                null,
                layer.outProj());
        Tensor q = doubles.x(3, 2, 4);
        Tensor k = doubles.x(5, 2, 4);
        Attended expected = layer.attend(q, k, k);
        Attended found = turned.attend(q.permute(1, 0, 2), k.permute(1, 0, 2), k.permute(1, 0, 2));
        assertClose(found.y().permute(1, 0, 2), expected.y(), 1);
        assertClose(found.weights(), expected.weights(), 1);
        assertThat(found.weights().shape()).isEqualTo(Shape.of(2, 2, 3, 5));
        assertThat(found.meanWeights().shape()).isEqualTo(Shape.of(2, 3, 5));
    }

    @Test
    void oneSequenceIsABatchOfOne() {
        MultiHeadAttention layer = doubles.attention(AttentionOptions.of(4, 2));
        Tensor q = doubles.x(3, 4);
        Tensor k = doubles.x(5, 4);
        Tensor padding = Tensor.of(Shape.of(5), false, false, true, false, true);
        Attended one = layer.attend(q, k, k, AttentionMasks.padding(padding));
        Tensor batch = k.reshape(Shape.of(5, 1, 4));
        Attended all = layer.attend(
                q.reshape(Shape.of(3, 1, 4)), batch, batch, AttentionMasks.padding(padding.reshape(Shape.of(1, 5))));
        assertThat(one.y().toDoubles()).isEqualTo(all.y().toDoubles());
        assertThat(one.weights().shape()).isEqualTo(Shape.of(2, 3, 5));
        assertThat(one.meanWeights().shape()).isEqualTo(Shape.of(3, 5));
    }

    /** Padding hides as if the keys were not there; what is learned or zero stays in sight. */
    @Test
    void hiddenKeysMayAsWellNotBeThere() {
        for (boolean added : new boolean[] {false, true}) {
            MultiHeadAttention layer = doubles.attention(
                    AttentionOptions.of(4, 2).withAddBiasKv(added).withAddZeroAttn(added));
            Tensor q = doubles.x(3, 2, 4);
            Tensor k = doubles.x(3, 2, 4);
            Tensor more = new Concat(0).apply(k, doubles.x(2, 2, 4));
            Tensor padding = Mask.padding(Tensor.of(Shape.of(2), 3, 3), 5);
            Tensor expected = layer.attend(q, k, k).y();
            assertClose(
                    layer.attend(q, more, more, AttentionMasks.padding(padding)).y(), expected, 8);
            Tensor scores = padding.slice(0, 0, 1, 1).expand(Shape.of(3, 5));
            assertClose(
                    layer.attend(q, more, more, AttentionMasks.scores(scores)).y(), expected, 8);
            Tensor each = scores.reshape(Shape.of(1, 3, 5)).expand(Shape.of(4, 3, 5));
            Tensor numbers = each.where(HIDDEN, Tensor.of(Shape.of(4, 3, 5), new double[60]));
            assertClose(
                    layer.attend(q, more, more, AttentionMasks.scores(numbers)).y(), expected, 8);
        }
    }

    @Test
    void eachHeadOfEachSequenceHasItsMask() {
        MultiHeadAttention layer = doubles.attention(AttentionOptions.of(4, 2));
        Tensor x = doubles.x(3, 2, 4);
        double[] mask = new double[2 * 2 * 3 * 3];
        Arrays.fill(mask, 9, 18, HIDDEN);
        mask[9] = mask[12] = mask[15] = 0;
        Attended found = layer.attend(x, x, x, AttentionMasks.scores(Tensor.of(Shape.of(4, 3, 3), mask)));
        double[] weights = found.weights().toDoubles();
        assertThat(Arrays.copyOfRange(weights, 9, 18)).containsExactly(1, 0, 0, 1, 0, 0, 1, 0, 0);
        Attended without = layer.attend(x, x, x);
        assertThat(Arrays.copyOfRange(weights, 18, 36))
                .isEqualTo(Arrays.copyOfRange(without.weights().toDoubles(), 18, 36));
    }

    @Test
    void masksSayWhatIsAfterAndBeyond() {
        assertThat(Mask.causal(2, 3).toBooleans()).containsExactly(true, false, false, true, true, false);
        assertThat(Mask.future(2).toBooleans()).containsExactly(false, true, false, false);
        assertThat(Mask.padding(Tensor.of(Shape.of(2), 1, 3), 3).toBooleans())
                .containsExactly(false, true, true, false, false, false);
    }
}
