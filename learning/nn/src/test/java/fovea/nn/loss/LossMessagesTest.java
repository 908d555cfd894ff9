package fovea.nn.loss;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Mistakes and what a person reads of them. */
class LossMessagesTest {
    private record Mistake(ThrowingCallable made, String message) {}

    private static Mistake mistake(ThrowingCallable made, String message) {
        return new Mistake(made, message);
    }

    private static Tensor t(int... sizes) {
        return Tensor.ones(Shape.of(sizes));
    }

    private static Tensor i(int... sizes) {
        return Tensor.ones(Shape.of(sizes)).cast(DType.I32);
    }

    private static final List<Mistake> MISTAKES = List.of(
            mistake(() -> new CrossEntropy().of(t(5, 4), i(4)), """
                    crossEntropy: x is f32[5, 4] and the labels i32[4]
                      labels must be [5] of whole numbers, one for each 4 scores"""),
            mistake(() -> new CrossEntropy().of(t(5, 4), t(5)), """
                    crossEntropy: x is f32[5, 4] and the probabilities f32[5]
                      the probabilities must be f32[5, 4]"""),
            mistake(() -> new CrossEntropy().of(i(5, 4), i(5)), """
                    crossEntropy: x is i32[5, 4]
                      x must be [N, C, ...], or [C], of floating-point numbers, with C not 0"""),
            mistake(() -> new CrossEntropy().withWeight(t(3)).of(t(5, 4), i(5)), """
                    crossEntropy: x is f32[5, 4] and the weight f32[3]
                      the weight must be f32[4], one number for each class"""),
            mistake(() -> new CrossEntropy().withLabelSmoothing(1.5), """
                    crossEntropy: the label smoothing is 1.5
                      it must be 0 to 1"""),
            mistake(() -> new CrossEntropy().withIgnoreIndex(2).of(t(5, 4), t(5, 4)), """
                    crossEntropy: the label 2 is to be ignored
                      probabilities have no labels to ignore"""),
            mistake(() -> new NegativeLogLikelihood().of(t(2, 3, 4, 4), i(2, 4)), """
                    negativeLogLikelihood: x is f32[2, 3, 4, 4] and the labels i32[2, 4]
                      labels must be [2, 4, 4] of whole numbers, one for each 3 scores"""),
            mistake(() -> new NegativeLogLikelihood().of(t(5, 4), t(5)), """
                    negativeLogLikelihood: x is f32[5, 4] and the labels f32[5]
                      labels must be [5] of whole numbers, one for each 4 scores; cast(DType.I32) would fit"""),
            mistake(() -> new SquaredError().of(t(4, 1), t(4)), """
                    squaredError: y is f32[4, 1] and the target f32[4]
                      the target must be f32[4, 1]; reshape([4, 1]) would fit"""),
            mistake(() -> new AbsoluteError().of(t(4, 3), t(3)), """
                    absoluteError: y is f32[4, 3] and the target f32[3]
                      the target must be f32[4, 3]; broadcastTo([4, 3]) would fit"""),
            mistake(() -> new Huber().of(t(4), t(4).cast(DType.F64)), """
                    huber: y is f32[4] and the target f64[4]
                      the target must be f32[4]; cast(DType.F32) would fit"""),
            mistake(() -> new Huber().withDelta(0), """
                    huber: delta is 0.0
                      it must be above 0; AbsoluteError has no parabola"""),
            mistake(() -> new SmoothL1().withBeta(-1), """
                    smoothL1: beta is -1.0
                      it must be 0 or more"""),
            mistake(() -> new BinaryCrossEntropy().of(i(4), i(4)), """
                    binaryCrossEntropy: y is i32[4] and the target i32[4]
                      y must be of floating-point numbers; cast(DType.F32) would fit"""),
            mistake(
                    () -> new BinaryCrossEntropyWithLogits()
                            .withPositiveWeight(t(4))
                            .of(t(4, 3), t(4, 3)),
                    """
                    binaryCrossEntropyWithLogits: y is f32[4, 3] and the positive weight f32[4]
                      the weight must be f32 and broadcast to [4, 3] from the right"""),
            mistake(() -> new MultiMargin().withP(3), """
                    multiMargin: p is 3
                      it must be 1 or 2"""),
            mistake(() -> new MultiMargin().of(t(2, 3, 4), i(2, 4)), """
                    multiMargin: x is f32[2, 3, 4]
                      x must be [N, C] or [C]"""),
            mistake(() -> new MultilabelMargin().of(t(2, 3), i(2)), """
                    multilabelMargin: x is f32[2, 3] and the target i32[2]
                      both must be [N, C] or [C], x of floating-point numbers and the target of whole ones; it lists labels, then a −1"""),
            mistake(() -> new GaussianNll().of(t(2, 3), t(2, 3), t(3)), """
                    gaussianNll: y is f32[2, 3] and the variance f32[3]
                      the variance must be f32[2, 3], or have no last axis or a size of 1 there"""),
            mistake(() -> new MarginRanking().of(t(3), t(3), t(4)), """
                    marginRanking: a is f32[3] and the target f32[4]
                      the target must be f32[3]"""),
            mistake(() -> new CosineEmbedding().of(t(3, 2), t(3, 2), t(2)), """
                    cosineEmbedding: a is f32[3, 2] and the target f32[2]
                      a and b must be [N, D] and the target [N], or [D] and []; it is 1 or −1 for each two vectors"""),
            mistake(() -> new PairwiseDistance().between(t(3, 2), t(3)), """
                    pairwiseDistance: a is f32[3, 2] and b is f32[3]
                      both must be [..., D] of one floating-point type, and broadcast to each other from the right"""),
            mistake(() -> new CosineSimilarity().between(t(3, 2), t(3, 2).cast(DType.F64)), """
                    cosineSimilarity: a is f32[3, 2] and b is f64[3, 2]
                      both must be of one floating-point type, and broadcast to each other from the right"""),
            mistake(() -> new TripletMargin().of(t(3, 2), t(3, 2), t(2)), """
                    tripletMargin: the anchor is f32[3, 2], the positive f32[3, 2] and the negative f32[2]
                      all must be [..., D] with as many axes"""),
            mistake(() -> new Contrastive().of(t(3, 2), t(3, 2), i(3)), """
                    contrastive: a is f32[3, 2], b f32[3, 2] and same i32[3]
                      same must be f32[3], 1 for two of a kind and 0 for others"""),
            mistake(() -> new Ctc().of(t(5, 2, 3), t(2, 2), new int[] {5, 5}, new int[] {2, 2}), """
                    ctc: the log-probabilities are f32[5, 2, 3] and the targets f32[2, 2]
                      log-probabilities must be [T, N, C] and targets [N, S] or [ΣS] of whole numbers, or [T, C] and [S]"""),
            mistake(() -> new Ctc().of(t(5, 2, 3), i(2, 2), new int[] {5, 6}, new int[] {2, 2}), """
                    ctc: frames are [5, 6]
                      each must be 0 to 5"""),
            mistake(() -> new Ctc().of(t(5, 2, 3), i(2, 2), new int[] {5, 5}, new int[] {2}), """
                    ctc: lengths are [2]
                      there must be 2, one for each example"""),
            mistake(() -> new Ctc().of(t(5, 2, 3), i(5), new int[] {5, 5}, new int[] {2, 2}), """
                    ctc: the targets are i32[5] and the lengths [2, 2]
                      targets one behind the other must be as many as all lengths in sum"""),
            mistake(() -> new Ctc().withBlank(3).of(t(5, 2, 3), i(2, 2), i(2), i(2)), """
                    ctc: the blank is 3 and the log-probabilities are f32[5, 2, 3]
                      the blank must be one of the classes, 0 to 2"""),
            mistake(() -> new Ctc().of(t(5, 2, 3), i(2, 2), i(3), i(2)), """
                    ctc: the log-probabilities are f32[5, 2, 3], the frames i32[3] and the lengths i32[2]
                      frames and lengths must be [2] of whole numbers"""));

    @TestFactory
    Stream<DynamicTest> saysWhatWouldFit() {
        return MISTAKES.stream()
                .map(mistake -> dynamicTest(
                        mistake.message.lines().findFirst().orElseThrow(),
                        () -> assertThatThrownBy(mistake.made)
                                .isInstanceOf(ShapeException.class)
                                .hasMessage(mistake.message.replace("\n", System.lineSeparator()))));
    }

    @Test
    void aLabelThatIsNoClassIsRefusedWhenItIsMet() {
        for (int label : new int[] {4, -1}) {
            Tensor labels = Tensor.of(Shape.of(2), 0, label);
            assertThatThrownBy(() -> new CrossEntropy().of(t(2, 4), labels)).hasMessageContaining("of an axis of 4");
            assertThatThrownBy(() -> new MulticlassSvm().of(t(2, 4), labels)).hasMessageContaining("of an axis of 4");
            assertThatThrownBy(() -> new OneVsRest().of(t(2, 4), labels)).hasMessageContaining("of an axis of 4");
        }
    }
}
