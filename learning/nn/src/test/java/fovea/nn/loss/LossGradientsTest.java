package fovea.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.autograd.Autograd;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Gradients where a loss has a kink, an end or nothing to count: those of PyTorch 1.13. */
class LossGradientsTest {

    private static Tensor v(double... elements) {
        return Tensor.of(Shape.of(elements.length), elements);
    }

    /** The gradient of the sum; 0 where it is −0. */
    private static double[] gradient(Tensor x, UnaryOperator<Tensor> loss) {
        Tensor found = Autograd.gradient(x, in -> loss.apply(in).sum());
        return Arrays.stream(found.reshape(Shape.of((int) x.shape().elements())).toDoubles())
                .map(each -> each + 0.0)
                .toArray();
    }

    @Test
    void anErrorOf0HasNone() {
        assertThat(gradient(v(1, 2), y -> new AbsoluteError(Reduction.SUM).of(y, v(1, 1))))
                .containsExactly(0, 1);
        assertThat(gradient(v(1, 2), y -> new SmoothL1(0, Reduction.SUM).of(y, v(1, 1))))
                .containsExactly(0, 1);
    }

    @Test
    void theParabolaOfHuberIsCurvedAt0() {
        double[] curvature =
                gradient(v(1, 3), y -> Autograd.gradient(y, in -> new Huber(1, Reduction.SUM).of(in, v(1, 1))));
        assertThat(curvature).containsExactly(1, 0);
    }

    @Test
    void huberAndSmoothL1AreSmoothAtTheSeam() {
        assertThat(gradient(v(2, -2, 9), y -> new Huber(2, Reduction.SUM).of(y, v(0, 0, 0))))
                .containsExactly(2, -2, 2);
        assertThat(gradient(v(2, -2, 1), y -> new SmoothL1(2, Reduction.SUM).of(y, v(0, 0, 0))))
                .containsExactly(1, -1, 0.5);
    }

    @Test
    void hingesOfClassesHaveNoneAtTheMargin() {
        Tensor x = Tensor.of(Shape.of(1, 3), 1.0, 0, 1);
        Tensor label = Tensor.of(Shape.of(1), 0);
        assertThat(gradient(x, y -> new MultiMargin().of(y, label))).containsExactly(-1d / 3, 0, 1d / 3);
        assertThat(gradient(x, y -> new MulticlassSvm().of(y, label))).containsExactly(-1, 0, 1);
        assertThat(gradient(v(1, 0), y -> new MultilabelMargin().of(y, Tensor.of(Shape.of(2), 0, -1))))
                .containsExactly(0, 0);
    }

    @Test
    void hingesOfDistancesHaveOneAtTheMargin() {
        assertThat(gradient(v(1, 2), x -> new HingeEmbedding(1, Reduction.SUM).of(x, v(-1, -1))))
                .containsExactly(-1, 0);
        assertThat(gradient(v(1, 2), x -> new MarginRanking(0, Reduction.SUM).of(x, v(1, 1), v(1, 1))))
                .containsExactly(-1, 0);
    }

    @Test
    void aSwapBetweenEqualDistancesGivesHalfToEach() {
        Tensor a = Tensor.of(Shape.of(1, 1), 0.0);
        Tensor p = Tensor.of(Shape.of(1, 1), 2.0);
        Tensor n = Tensor.of(Shape.of(1, 1), 1.0);
        TripletMargin loss = new TripletMargin()
                .withDistance(new PairwiseDistance().withEps(0))
                .withSwap(true);
        assertThat(gradient(a, x -> loss.of(x, p, n))).containsExactly(-1 + 0.5);
        assertThat(gradient(p, x -> loss.of(a, x, n))).containsExactly(1 - 0.5);
    }

    @Test
    void equalVectorsHaveNone() {
        PairwiseDistance exact = new PairwiseDistance().withEps(0);
        assertThat(gradient(v(1, 2), x -> exact.between(x, v(1, 2)))).containsExactly(0, 0);
        assertThat(gradient(v(1, 2), x -> exact.withP(1.5).between(x, v(1, 0)))).containsExactly(0, 1);
        assertThat(gradient(v(1, 2), x -> exact.withP(0.5).between(x, v(1, 0)))).containsExactly(0, 1);
    }

    @Test
    void infinitiesShareAmongTheLargest() {
        PairwiseDistance largest = new PairwiseDistance(Double.POSITIVE_INFINITY, 0, false);
        assertThat(gradient(v(2, -2, 1), x -> largest.between(x, v(0, 0, 0)))).containsExactly(0.5, -0.5, 0);
    }

    @Test
    void aVectorOf0HasTheCosinesGradientOfOneOfLengthEpsilon() {
        double[] found =
                gradient(v(0, 0), x -> new CosineSimilarity().withEps(0.5).between(x, v(3, 4)));
        assertThat(found[0]).isCloseTo(0.6 / 0.5, within(1e-12));
        assertThat(found[1]).isCloseTo(0.8 / 0.5, within(1e-12));
    }

    @Test
    void probabilitiesOf0And1HaveSteepOnes() {
        double[] found =
                gradient(v(0, 0, 1, 1, 0.5), y -> new BinaryCrossEntropy(null, Reduction.SUM).of(y, v(0, 1, 0, 1, 0)));
        assertThat(found).containsExactly(0, -1e12, 1e12, 0, 2);
        double[] byTarget = gradient(v(0, 1), t -> new BinaryCrossEntropy(null, Reduction.SUM).of(v(0, 0.5), t));
        assertThat(byTarget[0]).isCloseTo(100, within(1e-12));
        assertThat(byTarget[1]).isCloseTo(0, within(1e-12));
    }

    @Test
    void logitsHaveTheSigmoidLessTheTargetAtAnySize() {
        double[] found = gradient(
                v(300, -300, 0), x -> new BinaryCrossEntropyWithLogits(null, null, Reduction.SUM).of(x, v(0, 1, 0)));
        assertThat(found).containsExactly(1, -1, 0.5);
    }

    @Test
    void ignoredLabelsHaveNoneEvenIfAllAreAndTheMeanIsNotANumber() {
        Tensor x = Tensor.of(Shape.of(2, 2), 1.0, 2, 3, 4);
        Tensor labels = Tensor.of(Shape.of(2), -100, -100);
        assertThat(new CrossEntropy().of(x, labels).item()).isNaN();
        assertThat(gradient(x, y -> new CrossEntropy().of(y, labels))).containsOnly(0);
        assertThat(gradient(x, y -> new NegativeLogLikelihood().of(y, labels))).containsOnly(0);
    }

    @Test
    void aTargetOf0HasNoDivergence() {
        assertThat(gradient(v(-1, -2), x -> new KlDivergence(false, Reduction.SUM).of(x, v(0, 1))))
                .containsExactly(0, -1);
    }

    @Test
    void aLittleVarianceHasTheGradientOfTheLeast() {
        double[] found = gradient(v(0), x -> new GaussianNll().withEps(0.5).of(v(1), v(3), x));
        assertThat(found[0]).isCloseTo(0.5 * (1 / 0.5 - 4 / 0.25), within(1e-12));
    }

    @Test
    void countsOf1HaveNoStirling() {
        assertThat(gradient(
                        v(1, 0),
                        t -> new PoissonNll()
                                .withFull(true)
                                .withReduction(Reduction.SUM)
                                .of(v(2, 2), t)))
                .containsExactly(-2, -2);
    }

    @Test
    void aNotANumberInTheTargetShows() {
        Tensor nan = v(Double.NaN);
        Tensor y = v(0.5);
        assertThat(new SquaredError().of(y, nan).item()).isNaN();
        assertThat(new AbsoluteError().of(y, nan).item()).isNaN();
        assertThat(new Huber().of(y, nan).item()).isNaN();
        assertThat(new SmoothL1().of(y, nan).item()).isNaN();
        assertThat(new BinaryCrossEntropy().of(y, nan).item()).isNaN();
        assertThat(new BinaryCrossEntropyWithLogits().of(y, nan).item()).isNaN();
        assertThat(new KlDivergence().of(y, nan).item()).isNaN();
        assertThat(new SoftMargin().of(y, nan).item()).isNaN();
        assertThat(new PoissonNll().of(y, nan).item()).isNaN();
        assertThat(new GaussianNll().of(y, nan, y).item()).isNaN();
        assertThat(new MarginRanking().of(y, y, nan).item()).isNaN();
    }

    @Test
    void halfPrecisionIsStoredAsSuch() {
        Tensor x = Tensor.of(Shape.of(1, 2), 1f, 2f).cast(DType.BF16);
        assertThat(new CrossEntropy().of(x, Tensor.of(Shape.of(1), 1)).dtype()).isEqualTo(DType.BF16);
        assertThat(new Huber().of(x, x).dtype()).isEqualTo(DType.BF16);
    }
}
