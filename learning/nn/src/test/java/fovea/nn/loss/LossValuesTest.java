package fovea.nn.loss;

import static java.lang.Math.E;
import static java.lang.Math.PI;
import static java.lang.Math.exp;
import static java.lang.Math.log;
import static java.lang.Math.log1p;
import static java.lang.Math.sqrt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each loss against its formula, worked out by hand. */
class LossValuesTest {

    private record Line(String name, Supplier<Tensor> loss, double... expected) {}

    private static Line line(String name, Supplier<Tensor> loss, double... expected) {
        return new Line(name, loss, expected);
    }

    private static Tensor v(double... elements) {
        return Tensor.of(Shape.of(elements.length), elements);
    }

    private static Tensor m(int rows, double... elements) {
        return Tensor.of(Shape.of(rows, elements.length / rows), elements);
    }

    private static Tensor label(int... labels) {
        return Tensor.of(Shape.of(labels.length), labels);
    }

    private static final Reduction NONE = Reduction.NONE;
    private static final Reduction SUM = Reduction.SUM;

    /** Logits of the probabilities 1/8, 2/8, 5/8, twice. */
    private static Tensor eighths() {
        return m(2, 0, log(2), log(5), 0, log(2), log(5)).add(0.7);
    }

    private static final CrossEntropy WEIGHTED = new CrossEntropy().withWeight(v(1, 3, 7));

    private static final List<Line> OF_CLASSES = List.of(
            line("crossEntropy", () -> new CrossEntropy().of(eighths(), label(1, 2)), (log(4) + log(1.6)) / 2),
            line(
                    "crossEntropy, sum",
                    () -> new CrossEntropy().withReduction(SUM).of(eighths(), label(1, 2)),
                    log(4) + log(1.6)),
            line(
                    "crossEntropy, none",
                    () -> new CrossEntropy().withReduction(NONE).of(eighths(), label(1, 2)),
                    log(4),
                    log(1.6)),
            line("crossEntropy, weights", () -> WEIGHTED.of(eighths(), label(1, 2)), (3 * log(4) + 7 * log(1.6)) / 10),
            line(
                    "crossEntropy, weights, none",
                    () -> WEIGHTED.withReduction(NONE).of(eighths(), label(1, 2)),
                    3 * log(4),
                    7 * log(1.6)),
            line("crossEntropy, one ignored", () -> new CrossEntropy().of(eighths(), label(-100, 2)), log(1.6)),
            line(
                    "crossEntropy, a class ignored, none",
                    () -> new CrossEntropy()
                            .withIgnoreIndex(1)
                            .withReduction(NONE)
                            .of(eighths(), label(1, 2)),
                    0,
                    log(1.6)),
            line("crossEntropy, all ignored", () -> new CrossEntropy().of(eighths(), label(-100, -100)), Double.NaN),
            line(
                    "crossEntropy, smoothed",
                    () -> new CrossEntropy().withLabelSmoothing(0.3).of(eighths(), label(1, 1)),
                    0.7 * log(4) + 0.1 * (log(8) + log(4) + log(1.6))),
            line(
                    "crossEntropy, smoothed, weights, one ignored",
                    () -> WEIGHTED.withLabelSmoothing(0.3).of(eighths(), label(-100, 1)),
                    (0.7 * 3 * log(4) + 0.1 * (log(8) + 3 * log(4) + 7 * log(1.6))) / 3),
            line(
                    "crossEntropy, probabilities, weights",
                    () -> WEIGHTED.of(eighths(), m(2, 1, 0, 0, 0, 0.5, 0.5)),
                    (log(8) + 1.5 * log(4) + 3.5 * log(1.6)) / 2),
            line(
                    "crossEntropy, probabilities, smoothed, none",
                    () -> new CrossEntropy()
                            .withLabelSmoothing(0.3)
                            .withReduction(NONE)
                            .of(eighths().slice(0, 0, 1, 1), m(1, 0, 1, 0)),
                    0.8 * log(4) + 0.1 * (log(8) + log(1.6))),
            line(
                    "crossEntropy, one example",
                    () -> new CrossEntropy().of(v(0, log(2), log(5)), Tensor.of(Shape.SCALAR, 1L)),
                    log(4)),
            line(
                    "crossEntropy, one example, probabilities",
                    () -> new CrossEntropy().of(v(0, log(2), log(5)), v(0.5, 0.5, 0)),
                    (log(8) + log(4)) / 2),
            line(
                    "crossEntropy, pixels",
                    () -> new CrossEntropy()
                            .withReduction(NONE)
                            .of(Tensor.of(Shape.of(1, 2, 1, 2), 0, log(3), 0, 0), Tensor.of(Shape.of(1, 1, 2), 1, 0)),
                    log(2),
                    log(4d / 3)),
            line(
                    "crossEntropy, mean of the batch",
                    () -> new CrossEntropy()
                            .withReduction(Reduction.BATCH_MEAN)
                            .of(Tensor.of(Shape.of(1, 2, 1, 2), 0, log(3), 0, 0), Tensor.of(Shape.of(1, 1, 2), 1, 0)),
                    log(2) + log(4d / 3)),
            line(
                    "crossEntropy, a class that cannot be",
                    () -> new CrossEntropy().of(m(1, 0, Double.NEGATIVE_INFINITY), label(0)),
                    0),
            line(
                    "negativeLogLikelihood",
                    () -> new NegativeLogLikelihood()
                            .withWeight(v(1, 3))
                            .of(m(3, -1, -2, -3, -4, -5, -6), label(0, 1, -100)),
                    (1 + 3 * 4) / 4d),
            line(
                    "negativeLogLikelihood, bytes",
                    () -> new NegativeLogLikelihood()
                            .withIgnoreIndex(0)
                            .withReduction(NONE)
                            .of(m(2, -1, -2, -3, -4), label(0, 1).cast(DType.U8)),
                    0,
                    4),
            line("multiMargin", () -> new MultiMargin().of(m(1, 1, 0.5, 2), label(0)), (0.5 + 2) / 3),
            line(
                    "multiMargin, squares, margin, weights",
                    () -> new MultiMargin()
                            .withP(2)
                            .withMargin(0.75)
                            .withWeight(v(3, 1, 1))
                            .of(m(2, 1, 0.5, 2, 0, 0, 5), label(0, 2)),
                    3 * (0.0625 + 1.75 * 1.75) / 3 / 2),
            line("multiMargin, one example", () -> new MultiMargin().of(v(1, 0.5, 2), Tensor.of(Shape.SCALAR, 2L)), 0),
            // The example of CS231n's notes on linear classification.
            line("multiclassSvm", () -> new MulticlassSvm().withMargin(10).of(m(1, 13, -7, 11), label(0)), 8),
            line(
                    "multiclassSvm, squared",
                    () -> new MulticlassSvm().withSquared(true).of(m(2, 3.2, 5.1, -1.7, 1.3, 4.9, 2.0), label(0, 1)),
                    2.9 * 2.9 / 2),
            line(
                    "oneVsRest",
                    () -> new OneVsRest().of(m(1, 1, 2, -3), label(1)),
                    log1p(exp(1)) + log1p(exp(-2)) + log1p(exp(-3))),
            line(
                    "multilabelMargin",
                    () -> new MultilabelMargin().of(m(1, 0.1, 0.2, 0.4, 0.8), Tensor.of(Shape.of(1, 4), 3L, 0, -1, 1)),
                    0.85),
            line(
                    "multilabelMargin, twice the same, one example",
                    () -> new MultilabelMargin().of(v(0.5, 0, 0), Tensor.of(Shape.of(3), 0, 0, -1)),
                    4 * 0.5 / 3),
            line(
                    "multilabelMargin, no labels or no others",
                    () -> new MultilabelMargin(NONE).of(m(2, 1, 2, 3, 4), Tensor.of(Shape.of(2, 2), -1, 0, 0, 1)),
                    0,
                    0),
            line(
                    "multilabelSoftMargin",
                    () -> new MultilabelSoftMargin().withWeight(v(1, 3)).of(m(1, 2, -1), m(1, 1, 0)),
                    (log1p(exp(-2)) + 3 * log1p(exp(-1))) / 2));

    private static final List<Line> OF_NUMBERS = List.of(
            line("absoluteError", () -> new AbsoluteError().of(v(1, -2, 3), v(0, 2, 3)), 5d / 3),
            line("absoluteError, of nothing", () -> new AbsoluteError().of(v(), v()), Double.NaN),
            line("squaredError, sum", () -> new SquaredError(SUM).of(v(1, -2), v(0, 2)), 17),
            line(
                    "squaredError, mean of the batch",
                    () -> new SquaredError(Reduction.BATCH_MEAN).of(m(2, 1, 1, 1, 1), m(2, 0, 0, 0, 3)),
                    7d / 2),
            line("huber", () -> new Huber(2, NONE).of(v(1, 2, -5), v(0, 0, 0)), 0.5, 2, 8),
            line("huber, infinity", () -> new Huber(1, NONE).of(v(1 / 0d, 0 / 0d), v(0, 0)), 1 / 0d, 0 / 0d),
            line("smoothL1", () -> new SmoothL1(2, NONE).of(v(1, 2, -5), v(0, 0, 0)), 0.25, 1, 4),
            line("smoothL1, no tip", () -> new SmoothL1(0, NONE).of(v(1, -5), v(0, 0)), 1, 5),
            line(
                    "binaryCrossEntropy",
                    () -> new BinaryCrossEntropy().withWeight(v(1, 4)).of(v(0.25, 0.5), v(1, 0.5)),
                    (log(4) + 4 * log(2)) / 2),
            line(
                    "binaryCrossEntropy, at the ends",
                    () -> new BinaryCrossEntropy().withReduction(NONE).of(v(0, 0, 1, 1, 0), v(0, 1, 0, 1, 0.5)),
                    0,
                    100,
                    100,
                    0,
                    50),
            line(
                    "binaryCrossEntropy, outside",
                    () -> new BinaryCrossEntropy().withReduction(NONE).of(v(-0.1, 1.1, Double.NaN), v(0, 1, 1)),
                    Double.NaN,
                    Double.NaN,
                    Double.NaN),
            line(
                    "binaryCrossEntropyWithLogits",
                    () -> new BinaryCrossEntropyWithLogits()
                            .withWeight(v(5))
                            .withPositiveWeight(v(3, 2))
                            .withReduction(NONE)
                            .of(v(1, 2), v(1, 0)),
                    5 * 3 * log1p(exp(-1)),
                    5 * log1p(exp(2))),
            line(
                    "binaryCrossEntropyWithLogits, extremes",
                    () -> new BinaryCrossEntropyWithLogits()
                            .withReduction(NONE)
                            .of(v(300, 300, -300, -300), v(1, 0, 0, 1)),
                    exp(-300),
                    300,
                    exp(-300),
                    300),
            line("hinge", () -> new Hinge().of(v(0.5, 0.5, 2), v(1, -1, 1)), (0.5 + 1.5) / 3),
            line("hinge, squared, margin", () -> new Hinge(2, true, SUM).of(v(0.5), v(1)), 2.25),
            line("softMargin", () -> new SoftMargin(NONE).of(v(2, -300), v(-1, 1)), log1p(exp(2)), 300),
            line(
                    "hingeEmbedding",
                    () -> new HingeEmbedding(1.5, NONE).of(v(2, 2, 1, 1), v(1, -1, -1, 0)),
                    2,
                    0,
                    0.5,
                    1.5),
            line("poissonNll", () -> new PoissonNll().of(v(1), v(3)), E - 3),
            line(
                    "poissonNll, full",
                    () -> new PoissonNll().withFull(true).withReduction(NONE).of(v(0, 0, 0), v(3, 1, 0)),
                    1 + 3 * log(3) - 3 + 0.5 * log(6 * PI),
                    1,
                    1),
            line(
                    "poissonNll, of the mean",
                    () -> new PoissonNll().withLogInput(false).withEps(0.5).of(v(1.5), v(3)),
                    1.5 - 3 * log(2)),
            line("gaussianNll", () -> new GaussianNll().of(v(1), v(3), v(2)), 0.5 * (log(2) + 2)),
            line(
                    "gaussianNll, full, one variance for all",
                    () -> new GaussianNll().withFull(true).withReduction(SUM).of(m(1, 1, 3), m(1, 3, 3), v(2)),
                    log(2) + 1 + log(2 * PI)),
            line(
                    "gaussianNll, little variance",
                    () -> new GaussianNll().withEps(0.1).withReduction(NONE).of(v(1, 1), v(2, 1), v(0, -1)),
                    0.5 * (log(0.1) + 10),
                    Double.NaN),
            line(
                    "klDivergence",
                    () -> new KlDivergence().withReduction(SUM).of(v(log(0.5), log(0.5)), v(0.25, 0.75)),
                    0.25 * log(0.5) + 0.75 * log(1.5)),
            line(
                    "klDivergence, zeros",
                    () -> new KlDivergence().withReduction(NONE).of(v(log(0.5), log(0.5)), v(0, 1)),
                    0,
                    log(2)),
            line(
                    "klDivergence, logarithms",
                    () -> new KlDivergence()
                            .withLogTarget(true)
                            .withReduction(Reduction.BATCH_MEAN)
                            .of(m(1, log(0.5), log(0.5)), m(1, log(0.25), log(0.75))),
                    0.25 * log(0.5) + 0.75 * log(1.5)));

    private static final List<Line> OF_VECTORS = List.of(
            line(
                    "marginRanking",
                    () -> new MarginRanking(0.5, NONE).of(v(1, 1, 1), v(2, 2, 1), v(1, -1, 1)),
                    1.5,
                    0,
                    0.5),
            line(
                    "cosineEmbedding",
                    () -> new CosineEmbedding(0.1, NONE)
                            .of(m(3, 1, 0, 1, 1, 1, 0), m(3, 1, 1, 2, 0, 0, 3), v(1, -1, 0)),
                    1 - sqrt(0.5),
                    sqrt(0.5) - 0.1,
                    0),
            line(
                    "cosineEmbedding, one example",
                    () -> new CosineEmbedding().of(v(1, 0), v(0, 2), Tensor.of(Shape.SCALAR, 1L)),
                    1),
            line(
                    "cosineSimilarity",
                    () -> new CosineSimilarity().between(m(2, 1, 0, 3, 4), m(2, 1, 1, 0, 0)),
                    sqrt(0.5),
                    0),
            line(
                    "cosineSimilarity, along axis 0, broadcast",
                    () -> new CosineSimilarity().withAxis(0).between(m(2, 1, 0, 1, 2), m(2, 2, 0)),
                    sqrt(0.5),
                    0),
            line("pairwiseDistance", () -> new PairwiseDistance().withEps(0).between(m(2, 3, 4, 0, 0), v(0, 0)), 5, 0),
            line(
                    "pairwiseDistance, 1",
                    () -> new PairwiseDistance(1, 0.5, false).between(v(3, -4), v(0, 0)),
                    3.5 + 3.5),
            line(
                    "pairwiseDistance, 3",
                    () -> new PairwiseDistance(3, 0, true).between(m(1, 3, -4), m(1, 0, 0)),
                    Math.cbrt(91)),
            line(
                    "pairwiseDistance, infinity",
                    () -> new PairwiseDistance(1 / 0d, 0, false).between(v(3, -4), v(0, 0)),
                    4),
            line(
                    "pairwiseDistance, −infinity",
                    () -> new PairwiseDistance(-1 / 0d, 0, false).between(v(3, -4), v(0, 0)),
                    3),
            line(
                    "pairwiseDistance, −1",
                    () -> new PairwiseDistance(-1, 0, false).between(m(2, 3, -6, 3, 0), v(0, 0)),
                    2,
                    0),
            line("pairwiseDistance, 0", () -> new PairwiseDistance(0, 0, false).between(v(3, 0, 1), v(0, 0, 0)), 2),
            line(
                    "pairwiseDistance, within",
                    () -> new PairwiseDistance(2, 0, false).within(m(3, 0, 0, 3, 4, 0, 4)),
                    5,
                    4,
                    3),
            line(
                    "pairwiseDistance, across",
                    () -> new PairwiseDistance(1, 0, false)
                            .across(m(2, 0, 0, 3, 4), m(3, 1, 1, 0, 0, 3, 3))
                            .reshape(Shape.of(6)),
                    2,
                    0,
                    6,
                    5,
                    7,
                    1),
            line(
                    "tripletMargin",
                    () -> new TripletMargin()
                            .withDistance(new PairwiseDistance().withEps(0))
                            .withMargin(2)
                            .of(m(1, 0, 0), m(1, 3, 4), m(1, 6, 0)),
                    5 - 6 + 2),
            line(
                    "tripletMargin, swapped",
                    () -> new TripletMargin()
                            .withDistance(new PairwiseDistance().withEps(0))
                            .withSwap(true)
                            .of(m(1, 0, 0), m(1, 3, 4), m(1, 6, 4)),
                    5 - 3 + 1),
            line(
                    "tripletMargin, cosines",
                    () -> new TripletMargin()
                            .withDistance(new CosineSimilarity().distance())
                            .of(m(1, 1, 0), m(1, 0, 3), m(1, 2, 2)),
                    1 - (1 - sqrt(0.5)) + 1),
            line(
                    "contrastive",
                    () -> new Contrastive()
                            .withMargin(6)
                            .withReduction(NONE)
                            .of(m(3, 3, 4, 3, 4, 8, 0), m(3, 0, 0, 0, 0, 0, 0), v(1, 0, 0)),
                    12.5,
                    0.5,
                    0));

    @TestFactory
    Stream<DynamicTest> equalsItsFormula() {
        return Stream.of(OF_CLASSES, OF_NUMBERS, OF_VECTORS)
                .flatMap(List::stream)
                .map(line -> dynamicTest(line.name, () -> {
                    double[] found = line.loss.get().toDoubles();
                    assertThat(found).hasSameSizeAs(line.expected);
                    for (int i = 0; i < found.length; i++) {
                        if (Double.isFinite(line.expected[i])) {
                            assertThat(found[i])
                                    .isCloseTo(line.expected[i], within(1e-12 * Math.max(1, line.expected[i])));
                        } else {
                            assertThat(Double.valueOf(found[i])).isEqualTo(Double.valueOf(line.expected[i]));
                        }
                    }
                }));
    }
}
