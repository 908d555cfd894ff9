package fovea.nn.loss;

import static fovea.testing.TensorAssertions.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.autograd.Autograd;
import fovea.graph.Compiled;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.testing.GradientCheck;
import fovea.testing.Samples;
import fovea.testing.TensorAssertions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What holds for every loss; operands keep away from kinks. */
class LossTableTest {

    private interface Operand {
        Tensor make(Samples samples);
    }

    private record Line(String name, Function<List<Tensor>, Tensor> loss, Operand... operands) {

        List<Tensor> make(DType dtype) {
            Samples samples = new Samples(new SplittableRandom(name.hashCode()), dtype);
            return Stream.of(operands).map(each -> each.make(samples)).toList();
        }
    }

    private static Line line(String name, Function<List<Tensor>, Tensor> loss, Operand... operands) {
        return new Line(name, loss, operands);
    }

    private static Operand smooth(int... sizes) {
        return samples -> samples.smooth(Shape.of(sizes));
    }

    private static Operand positive(int... sizes) {
        return samples -> samples.positive(Shape.of(sizes));
    }

    private static Operand between(double from, double to, int... sizes) {
        return samples -> samples.uniform(Shape.of(sizes), from, to);
    }

    /** Multiples of 0.2 moved by a shift. */
    private static Operand grid(double shift, int... sizes) {
        return samples -> samples.grid(Shape.of(sizes), shift);
    }

    private static Operand labels(int below, int... sizes) {
        return samples -> samples.labels(Shape.of(sizes), below);
    }

    /** Constants of the table's type, not differentiated by. */
    private static Operand signs(int... sizes) {
        return samples -> samples.labels(Shape.of(sizes), 2);
    }

    private static Tensor plusMinus(Tensor zeroOrOne, Tensor like) {
        return zeroOrOne.cast(like.dtype()).mul(2).sub(1);
    }

    private static final Reduction NONE = Reduction.NONE;

    private static final List<Line> LINES = List.of(
            line("crossEntropy", x -> new CrossEntropy().of(x.get(0), x.get(1)), smooth(5, 4), labels(4, 5)),
            line(
                    "crossEntropy, weights, smoothed, ignored",
                    x -> new CrossEntropy()
                            .withWeight(x.get(2))
                            .withIgnoreIndex(2)
                            .withLabelSmoothing(0.2)
                            .of(x.get(0), x.get(1)),
                    smooth(6, 4),
                    labels(4, 6),
                    positive(4)),
            line(
                    "crossEntropy, pixels",
                    x -> new CrossEntropy().withReduction(NONE).of(x.get(0), x.get(1)),
                    smooth(2, 3, 2, 4),
                    labels(3, 2, 2, 4)),
            line(
                    "crossEntropy, probabilities",
                    x -> new CrossEntropy()
                            .withWeight(x.get(2))
                            .withLabelSmoothing(0.2)
                            .of(x.get(0), x.get(1)),
                    smooth(3, 4, 2),
                    positive(3, 4, 2),
                    positive(4)),
            line(
                    "negativeLogLikelihood",
                    x -> new NegativeLogLikelihood()
                            .withWeight(x.get(2))
                            .withIgnoreIndex(0)
                            .of(x.get(0), x.get(1)),
                    smooth(6, 3),
                    labels(3, 6),
                    positive(3)),
            line("absoluteError", x -> new AbsoluteError().of(x.get(0), x.get(1)), grid(0, 3, 4), grid(0.1, 3, 4)),
            line("squaredError", x -> new SquaredError().of(x.get(0), x.get(1)), smooth(3, 4), smooth(3, 4)),
            line("huber", x -> new Huber(0.4, NONE).of(x.get(0), x.get(1)), grid(0, 3, 4), grid(0.1, 3, 4)),
            line("smoothL1", x -> new SmoothL1(0.4, NONE).of(x.get(0), x.get(1)), grid(0, 3, 4), grid(0.1, 3, 4)),
            line(
                    "binaryCrossEntropy",
                    x -> new BinaryCrossEntropy().withWeight(x.get(2)).of(x.get(0), x.get(1)),
                    between(0.45, 0.55, 3, 4),
                    positive(3, 4),
                    positive(4)),
            line(
                    "binaryCrossEntropyWithLogits",
                    x -> new BinaryCrossEntropyWithLogits()
                            .withWeight(x.get(2))
                            .withPositiveWeight(x.get(3))
                            .of(x.get(0), x.get(1)),
                    smooth(3, 4),
                    positive(3, 4),
                    positive(3, 1),
                    positive(4)),
            line(
                    "multiMargin",
                    x -> new MultiMargin().withMargin(0.9).withWeight(x.get(2)).of(x.get(0), x.get(1)),
                    grid(0, 5, 4),
                    labels(4, 5),
                    positive(4)),
            line(
                    "multiMargin, squares",
                    x -> new MultiMargin().withP(2).withMargin(0.9).of(x.get(0), x.get(1)),
                    grid(0, 5, 4),
                    labels(4, 5)),
            line(
                    "multiclassSvm",
                    x -> new MulticlassSvm().withMargin(0.9).of(x.get(0), x.get(1)),
                    grid(0, 5, 4),
                    labels(4, 5)),
            line(
                    "multiclassSvm, squared, pixels",
                    x -> new MulticlassSvm(0.9, true, NONE).of(x.get(0), x.get(1)),
                    grid(0, 2, 3, 2),
                    labels(3, 2, 2)),
            line("oneVsRest", x -> new OneVsRest().of(x.get(0), x.get(1)), smooth(5, 4), labels(4, 5)),
            line(
                    "hinge",
                    x -> new Hinge(0.9, false, NONE).of(x.get(0), plusMinus(x.get(1), x.get(0))),
                    grid(0, 3, 4),
                    signs(3, 4)),
            line(
                    "hinge, squared",
                    x -> new Hinge(0.9, true, NONE).of(x.get(0), plusMinus(x.get(1), x.get(0))),
                    grid(0, 3, 4),
                    signs(3, 4)),
            line(
                    "softMargin",
                    x -> new SoftMargin(NONE).of(x.get(0), plusMinus(x.get(1), x.get(0))),
                    smooth(3, 4),
                    signs(3, 4)),
            line(
                    "hingeEmbedding",
                    x -> new HingeEmbedding(0.1, NONE).of(x.get(0), plusMinus(x.get(1), x.get(0))),
                    grid(0, 3, 4),
                    signs(3, 4)),
            line(
                    "multilabelMargin",
                    x -> new MultilabelMargin()
                            .of(x.get(0).mul(0.5), Tensor.of(Shape.of(2, 4), 3, 0, -1, 1, 1, 1, 2, -1)),
                    grid(0, 2, 4)),
            line(
                    "multilabelSoftMargin",
                    x -> new MultilabelSoftMargin().withWeight(x.get(2)).of(x.get(0), x.get(1)),
                    smooth(3, 4),
                    positive(3, 4),
                    positive(4)),
            line(
                    "poissonNll, full",
                    x -> new PoissonNll().withFull(true).of(x.get(0), x.get(1)),
                    smooth(3, 4),
                    between(2, 4, 3, 4)),
            line(
                    "poissonNll, of the mean",
                    x -> new PoissonNll().withLogInput(false).of(x.get(0), x.get(1)),
                    positive(3, 4),
                    positive(3, 4)),
            line(
                    "gaussianNll",
                    x -> new GaussianNll().withFull(true).of(x.get(0), x.get(1), x.get(2)),
                    smooth(3, 4),
                    smooth(3, 4),
                    positive(3)),
            line("klDivergence", x -> new KlDivergence().of(x.get(0), x.get(1)), smooth(3, 4), positive(3, 4)),
            line(
                    "klDivergence, logarithms",
                    x -> new KlDivergence(true, Reduction.BATCH_MEAN).of(x.get(0), x.get(1)),
                    smooth(3, 4),
                    smooth(3, 4)),
            line(
                    "marginRanking",
                    x -> new MarginRanking(0.1, NONE).of(x.get(0), x.get(1), plusMinus(x.get(2), x.get(0))),
                    grid(0, 8),
                    grid(0, 8),
                    signs(8)),
            line(
                    "cosineEmbedding",
                    x -> new CosineEmbedding(-0.9, NONE).of(x.get(0), x.get(1), plusMinus(x.get(2), x.get(0))),
                    positive(5, 4),
                    positive(5, 4),
                    signs(5)),
            line(
                    "cosineSimilarity",
                    x -> new CosineSimilarity().withAxis(1).between(x.get(0), x.get(1)),
                    positive(3, 4, 2),
                    positive(4, 2)),
            line(
                    "pairwiseDistance",
                    x -> new PairwiseDistance().between(x.get(0), x.get(1)),
                    between(2, 3, 3, 4),
                    smooth(3, 4)),
            line(
                    "pairwiseDistance, 3",
                    x -> new PairwiseDistance(3, 1e-6, false).between(x.get(0), x.get(1)),
                    between(2, 3, 3, 4),
                    smooth(3, 4)),
            line(
                    "pairwiseDistance, infinity",
                    x -> new PairwiseDistance(Double.POSITIVE_INFINITY, 0, false)
                            .between(x.get(0), x.get(1).mul(0)),
                    samples -> samples.distinct(Shape.of(3, 4)).add(3),
                    smooth(3, 4)),
            line(
                    "tripletMargin",
                    x -> new TripletMargin().withSwap(true).withMargin(9).of(x.get(0), x.get(1), x.get(2)),
                    smooth(5, 4),
                    between(3, 4, 5, 4),
                    between(5, 6, 5, 4)),
            line(
                    "contrastive",
                    x -> new Contrastive()
                            .withMargin(8)
                            .of(x.get(0), x.get(1), x.get(2).cast(x.get(0).dtype())),
                    smooth(5, 4),
                    between(2, 3, 5, 4),
                    signs(5)),
            line(
                    "ctc",
                    x -> new Ctc()
                            .of(
                                    x.get(0).logSoftmax(),
                                    Tensor.of(Shape.of(3, 3), 1, 1, 2, 3, 0, 0, 2, 1, 7),
                                    new int[] {6, 4, 5},
                                    new int[] {3, 1, 2}),
                    smooth(6, 3, 4)),
            line(
                    "ctc, of any numbers, one behind the other",
                    x -> new Ctc(2, true, NONE)
                            .of(
                                    x.get(0),
                                    Tensor.of(Shape.of(4), 1, 1, 3, 0),
                                    Tensor.of(Shape.of(2), 5, 3),
                                    Tensor.of(Shape.of(2), 3, 1)),
                    smooth(5, 2, 4)));

    private static Stream<DynamicTest> each(java.util.function.Consumer<Line> property) {
        return LINES.stream().map(line -> dynamicTest(line.name, () -> property.accept(line)));
    }

    private static GradientCheck check(Line line) {
        return new GradientCheck(line.name, x -> List.of(line.loss.apply(x)), line.make(DType.F64));
    }

    @TestFactory
    Stream<DynamicTest> gradientsMatchDifferences() {
        return each(line -> check(line).first(1e-9));
    }

    @TestFactory
    Stream<DynamicTest> gradientsOfGradientsMatchDifferences() {
        return each(line -> check(line).second(1e-9));
    }

    /** The loss, then its gradients by all that is floating-point. */
    private static List<Tensor> withGradients(Line line, List<Tensor> x) {
        List<Tensor> all = new ArrayList<>();
        all.add(line.loss.apply(x));
        List<Tensor> leaves = x.stream().filter(t -> t.dtype().isFloating()).toList();
        all.addAll(Autograd.gradients(leaves, given -> {
            List<Tensor> mixed = new ArrayList<>();
            int next = 0;
            for (Tensor t : x) {
                mixed.add(t.dtype().isFloating() ? given.get(next++) : t);
            }
            return line.loss.apply(mixed).sum();
        }));
        return all;
    }

    @TestFactory
    Stream<DynamicTest> tracedEqualsEager() {
        return each(line -> {
            List<Tensor> x = line.make(DType.F32);
            List<Tensor> eager = withGradients(line, x);
            List<Tensor> planned = Compiled.of(in -> withGradients(line, in)).run(x.toArray(Tensor[]::new));
            TensorAssertions.assertAllClose(planned, eager, 16);
        });
    }

    @TestFactory
    Stream<DynamicTest> singlePrecisionIsThatOfDoubleRounded() {
        return each(line -> {
            List<Tensor> x = line.make(DType.F32);
            List<Tensor> doubled = x.stream()
                    .map(t -> t.dtype().isFloating() ? t.cast(DType.F64) : t)
                    .toList();
            List<Tensor> single = withGradients(line, x);
            List<Tensor> exact = withGradients(line, doubled);
            for (int i = 0; i < single.size(); i++) {
                assertThat(single.get(i).dtype()).isEqualTo(DType.F32);
                assertClose(single.get(i), exact.get(i).cast(DType.F32), 64);
            }
        });
    }
}
