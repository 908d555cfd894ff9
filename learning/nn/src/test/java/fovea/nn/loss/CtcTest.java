package fovea.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.autograd.Autograd;
import fovea.graph.Compiled;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.testing.Samples;
import fovea.testing.TensorAssertions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CtcTest {
    private static final Ctc NONE = new Ctc().withReduction(Reduction.NONE);

    private final Samples samples = new Samples(new SplittableRandom(11), DType.F64);

    private Tensor frames(int... sizes) {
        return samples.uniform(Shape.of(sizes), -2, 2).logSoftmax();
    }

    /** By the definition: the probabilities of all ways to label the frames that read as the sequence. */
    private static double enumerated(double[][] logProbabilities, int[] sequence, int blank) {
        int classes = logProbabilities[0].length;
        double sum = 0;
        int ways = (int) Math.pow(classes, logProbabilities.length);
        for (int way = 0; way < ways; way++) {
            List<Integer> read = new ArrayList<>();
            double log = 0;
            int last = -1;
            for (int t = 0, rest = way; t < logProbabilities.length; t++, rest /= classes) {
                int label = rest % classes;
                log += logProbabilities[t][label];
                if (label != last && label != blank) {
                    read.add(label);
                }
                last = label;
            }
            sum += read.equals(Arrays.stream(sequence).boxed().toList()) ? Math.exp(log) : 0;
        }
        return -Math.log(sum);
    }

    private static double[][] example(Tensor x, int n, int frames) {
        double[][] rows = new double[frames][];
        for (int t = 0; t < frames; t++) {
            rows[t] = x.slice(0, t, t + 1, 1)
                    .slice(1, n, n + 1, 1)
                    .reshape(Shape.of(x.shape().size(2)))
                    .toDoubles();
        }
        return rows;
    }

    @Test
    void equalsTheSumOverAllWaysToWriteTheSequence() {
        int[][] sequences = {{1, 2, 1}, {2, 2}, {3}, {}, {1, 1, 1}};
        int[] lengths = {3, 2, 1, 0, 3};
        int[] counts = {6, 5, 1, 4, 5};
        Tensor x = frames(6, 5, 4);
        Tensor padded = Tensor.of(Shape.of(5, 3), 1, 2, 1, 2, 2, -9, 3, 99, 0, 0, 0, 0, 1, 1, 1);
        double[] found = NONE.of(x, padded, counts, lengths).toDoubles();
        for (int n = 0; n < 5; n++) {
            assertThat(found[n]).isCloseTo(enumerated(example(x, n, counts[n]), sequences[n], 0), within(1e-12));
        }
    }

    @Test
    void anyClassMayBeTheBlank() {
        Tensor x = frames(5, 1, 3);
        Tensor loss = NONE.withBlank(2).of(x, Tensor.of(Shape.of(1, 3), 0, 0, 1), new int[] {5}, new int[] {3});
        assertThat(loss.toDoubles()[0]).isCloseTo(enumerated(example(x, 0, 5), new int[] {0, 0, 1}, 2), within(1e-12));
    }

    @Test
    void readsSequencesOneBehindTheOtherAndLengthsThatAreTensors() {
        Tensor x = frames(6, 3, 4);
        Tensor padded = Tensor.of(Shape.of(3, 2), 1L, 2, 3, 0, 2, 2);
        Tensor joined = Tensor.of(Shape.of(5), 1, 2, 3, 2, 2);
        int[] counts = {6, 5, 4};
        int[] lengths = {2, 1, 2};
        Tensor expected = NONE.of(x, padded, counts, lengths);
        TensorAssertions.assertIdentical(NONE.of(x, joined, counts, lengths), expected);
        Tensor t = Tensor.of(Shape.of(3), counts);
        Tensor s = Tensor.of(Shape.of(3), lengths);
        TensorAssertions.assertIdentical(NONE.of(x, padded.cast(DType.U8), t, s), expected);
        TensorAssertions.assertIdentical(NONE.of(x, joined, t, s), expected);
        TensorAssertions.assertIdentical(
                Compiled.of(in -> List.of(NONE.of(in.get(0), in.get(1), in.get(2), in.get(3))))
                        .run(x, padded, t, s)
                        .getFirst(),
                expected);
    }

    @Test
    void theMeanIsOfEachLossByItsLength() {
        Tensor x = frames(6, 3, 4);
        Tensor padded = Tensor.of(Shape.of(3, 2), 1, 2, 3, 0, 0, 0);
        int[] counts = {6, 6, 6};
        int[] lengths = {2, 1, 0};
        double[] each = NONE.of(x, padded, counts, lengths).toDoubles();
        assertThat(new Ctc().of(x, padded, counts, lengths).item())
                .isCloseTo((each[0] / 2 + each[1] + each[2]) / 3, within(1e-12));
        assertThat(new Ctc()
                        .withReduction(Reduction.SUM)
                        .of(x, padded, counts, lengths)
                        .item())
                .isCloseTo(each[0] + each[1] + each[2], within(1e-12));
    }

    @Test
    void oneExampleNeedsNoBatch() {
        Tensor x = frames(5, 1, 4);
        Tensor targets = Tensor.of(Shape.of(2), 1, 3);
        Tensor expected = NONE.of(x, targets.reshape(Shape.of(1, 2)), new int[] {5}, new int[] {2});
        Tensor single = x.reshape(Shape.of(5, 4));
        TensorAssertions.assertIdentical(
                NONE.of(single, targets, new int[] {5}, new int[] {2}), expected.reshape(Shape.SCALAR));
        TensorAssertions.assertIdentical(
                NONE.of(single, targets, Tensor.of(Shape.SCALAR, 5), Tensor.of(Shape.SCALAR, 2)),
                expected.reshape(Shape.SCALAR));
    }

    @Test
    void whatCannotBeWrittenIsInfiniteOrNothing() {
        Tensor logits = samples.smooth(Shape.of(3, 3, 4));
        Tensor padded = Tensor.of(Shape.of(3, 3), 1, 1, 1, 1, 2, 3, 1, 0, 0);
        int[] counts = {3, 3, 0};
        int[] lengths = {3, 3, 1};
        double[] infinite =
                NONE.of(logits.logSoftmax(), padded, counts, lengths).toDoubles();
        assertThat(infinite[0]).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(infinite[1]).isFinite().isPositive();
        assertThat(infinite[2]).isEqualTo(Double.POSITIVE_INFINITY);
        Ctc zeroed = NONE.withZeroInfinity(true);
        double[] found = zeroed.of(logits.logSoftmax(), padded, counts, lengths).toDoubles();
        assertThat(found).containsExactly(0, infinite[1], 0);
        Tensor gradient = Autograd.gradient(
                logits, x -> zeroed.of(x.logSoftmax(), padded, counts, lengths).sum());
        double[] first = gradient.slice(1, 0, 1, 1).reshape(Shape.of(12)).toDoubles();
        double[] second = gradient.slice(1, 1, 2, 1).reshape(Shape.of(12)).toDoubles();
        assertThat(first).containsOnly(0);
        assertThat(Arrays.stream(second).map(Math::abs).min().orElseThrow()).isPositive();
        double[] notFinite = Autograd.gradient(
                        logits,
                        x -> NONE.of(x.logSoftmax(), padded, counts, lengths).sum())
                .slice(1, 0, 1, 1)
                .reshape(Shape.of(12))
                .toDoubles();
        assertThat(Arrays.stream(notFinite).noneMatch(Double::isFinite)).isTrue();
    }

    @Test
    void aProbabilityOf0IsNoNotANumber() {
        double never = Double.NEGATIVE_INFINITY;
        Tensor x = Tensor.of(Shape.of(2, 1, 3), never, 0, never, never, never, 0);
        Tensor certain = NONE.of(x, Tensor.of(Shape.of(1, 2), 1, 2), new int[] {2}, new int[] {2});
        assertThat(certain.toDoubles()[0]).isZero();
        Tensor never2 = NONE.of(x, Tensor.of(Shape.of(1, 2), 2, 1), new int[] {2}, new int[] {2});
        assertThat(never2.toDoubles()).containsExactly(Double.POSITIVE_INFINITY);
    }

    /** Graves et al. 2006, equation 16: the softmax less the probability that the frame has the label, given the sequence. */
    @Test
    void theGradientByLogitsIsTheSoftmaxLessThePosterior() {
        Tensor logits = samples.smooth(Shape.of(1, 1, 3));
        double[] p = logits.softmax().toDoubles();
        double[] gradient = Autograd.gradient(
                        logits,
                        x -> NONE.of(x.logSoftmax(), Tensor.of(Shape.of(1, 1), 2), new int[] {1}, new int[] {1})
                                .sum())
                .toDoubles();
        assertThat(gradient[0]).isCloseTo(p[0], within(1e-15));
        assertThat(gradient[1]).isCloseTo(p[1], within(1e-15));
        assertThat(gradient[2]).isCloseTo(p[2] - 1, within(1e-15));
    }

    @Test
    void framesThatDoNotCountHaveNoInfluence() {
        Tensor counted = frames(3, 2, 4);
        Tensor more = new fovea.tensor.Concat(0)
                .apply(counted, Tensor.full(new fovea.tensor.Spec(Shape.of(2, 2, 4), DType.F64), Double.NaN));
        Tensor targets = Tensor.of(Shape.of(2, 1), 1, 2);
        Tensor t = Tensor.of(Shape.of(2), 3, 3);
        Tensor s = Tensor.of(Shape.of(2), 1, 1);
        TensorAssertions.assertIdentical(NONE.of(more, targets, t, s), NONE.of(counted, targets, t, s));
        double[] gradient = Autograd.gradient(
                        more, x -> NONE.of(x, targets, t, s).sum())
                .slice(0, 3, 5, 1)
                .reshape(Shape.of(16))
                .toDoubles();
        assertThat(gradient).containsOnly(0);
    }

    @Test
    void lengthsThatAreTensorsAndTooLargeGiveNotANumber() {
        Tensor targets = Tensor.of(Shape.of(2, 1), 1, 2);
        Tensor found = NONE.of(frames(3, 2, 4), targets, Tensor.of(Shape.of(2), 4, 3), Tensor.of(Shape.of(2), 1, -1));
        assertThat(found.toDoubles()).containsExactly(Double.NaN, Double.NaN);
    }

    @Test
    void halfPrecisionIsComputedInSingle() {
        Tensor x = frames(6, 1, 4).cast(DType.F16);
        Tensor targets = Tensor.of(Shape.of(1, 2), 1, 2);
        Tensor expected = NONE.of(x.cast(DType.F32), targets, new int[] {6}, new int[] {2});
        TensorAssertions.assertIdentical(NONE.of(x, targets, new int[] {6}, new int[] {2}), expected.cast(DType.F16));
    }

    @Test
    void labelsThatAreNoClassAreRefused() {
        assertThatThrownBy(() -> NONE.of(frames(3, 1, 4), Tensor.of(Shape.of(1, 1), 4), new int[] {3}, new int[] {1}))
                .hasMessageContaining("place 4 of an axis of 4");
        assertThatThrownBy(() -> NONE.of(frames(3, 1, 4), Tensor.of(Shape.of(1, 1), -1), new int[] {3}, new int[] {1}))
                .hasMessageContaining("of an axis of 4");
    }
}
