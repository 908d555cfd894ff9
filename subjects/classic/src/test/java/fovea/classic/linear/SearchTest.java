package fovea.classic.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.nn.Loss;
import fovea.tensor.DType;
import fovea.tensor.Tensor;
import fovea.train.optim.Schedule;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SearchTest {
    private static final Examples CLOUD = ObjectiveTest.cloud(200, 5, 3, new SplittableRandom(11));

    private static double[] run(WeightSearch search, LinearClassifier classifier, Objective objective) {
        return search.run(classifier, objective, new SplittableRandom(12));
    }

    @Test
    void guessingKeepsTheBestGuess() {
        Objective objective = new Objective(CLOUD, Loss::crossEntropy, 0);
        LinearClassifier classifier = LinearClassifier.zeros(5, 3);
        double[] best = run(new RandomSearch(100, 1), classifier, objective);
        assertThat(best[99]).isLessThan(best[0]).isCloseTo(objective.value(classifier), Offset.offset(1e-5));
        assertThat(IntStream.range(1, 100)).allMatch(i -> best[i] <= best[i - 1]);
    }

    @Test
    void aWalkThatOnlyGoesDownNeverGoesUp() {
        Objective objective = new Objective(CLOUD, Loss::crossEntropy, 0);
        LinearClassifier classifier = LinearClassifier.zeros(5, 3);
        double before = objective.value(classifier);
        double[] walk = run(new LocalSearch(100, 0.1), classifier, objective);
        assertThat(IntStream.range(1, 100)).allMatch(i -> walk[i] <= walk[i - 1]);
        assertThat(walk[99]).isLessThan(before - 0.2).isCloseTo(objective.value(classifier), Offset.offset(1e-5));
    }

    /** The least squares of Adaline's targets have a closed form; all that follow the slope must come there. */
    @Test
    void everySlopeLeadsToTheSameMinimum() {
        Objective objective = new Objective(CLOUD, new AdalineLoss(), 0);
        Tensor x = CLOUD.withOnes().x().cast(DType.F64);
        Tensor target = Signs.of(Tensor.zeros(CLOUD.x().shape()).slice(1, 0, 3), CLOUD.labels())
                .cast(DType.F64);
        Tensor exact = x.transpose()
                .matmul(x)
                .solve(x.transpose().matmul(target))
                .transpose()
                .cast(DType.F32);
        for (WeightSearch search : new WeightSearch[] {
            new GradientDescent(600, 0.2, 0.9),
            new StochasticDescent(6000, 20, Schedule.cosine(0.02), 0.9),
            QuasiNewton.of(60)
        }) {
            LinearClassifier classifier = LinearClassifier.zeros(5, 3);
            double[] losses = run(search, classifier, objective);
            assertThat(classifier.oneMatrix().toArray())
                    .as(search.toString())
                    .containsExactly(
                            exact.toArray(), Offset.offset(search instanceof StochasticDescent ? 0.03f : 2e-3f));
            assertThat(losses[losses.length - 1]).isLessThan(losses[0]);
        }
    }

    @Test
    void knowingTheSlopeBeatsLookingAroundAndThatBeatsGuessing() {
        Objective objective = new Objective(CLOUD, Loss::crossEntropy, 0);
        double guessed = Arrays.stream(run(new RandomSearch(100, 1), LinearClassifier.zeros(5, 3), objective))
                .min()
                .orElseThrow();
        double walked = run(new LocalSearch(100, 0.2), LinearClassifier.zeros(5, 3), objective)[99];
        double descended = run(new GradientDescent(100, 1, 0), LinearClassifier.zeros(5, 3), objective)[99];
        assertThat(descended).isLessThan(walked);
        assertThat(walked).isLessThan(guessed);
    }

    /** Bowls above the loss lead where the slope is 0, the loss never rising; biases are free, as for all others. */
    @Test
    void boundNewtonFindsTheMinimumThatQuasiNewtonFinds() {
        Objective objective = new Objective(CLOUD, new SquaredHinges(), 0.01);
        LinearClassifier one = LinearClassifier.zeros(5, 3);
        double[] losses = run(BoundNewton.of(200), one, objective);
        assertThat(losses.length).as("it ends by itself").isLessThan(200);
        assertThat(IntStream.range(1, losses.length)).allMatch(i -> losses[i] <= losses[i - 1] + 1e-6);
        LinearClassifier other = LinearClassifier.zeros(5, 3);
        run(QuasiNewton.of(300), other, objective);
        assertThat(objective.value(one)).isCloseTo(objective.value(other), Offset.offset(1e-5));
        assertThat(one.oneMatrix().toArray()).containsExactly(other.oneMatrix().toArray(), Offset.offset(2e-3f));
    }

    @Test
    void boundNewtonSaysWhatItIsFor() {
        assertThatThrownBy(() -> run(
                        BoundNewton.of(1),
                        LinearClassifier.zeros(5, 3),
                        new Objective(CLOUD, Loss::crossEntropy, 0.01)))
                .hasMessageContaining("it is for new SquaredHinges()");
    }

    @Test
    void theSameSeedGivesTheSameWeights() {
        Objective objective = new Objective(CLOUD, Loss::crossEntropy, 1e-3);
        LinearClassifier one = LinearClassifier.zeros(5, 3);
        LinearClassifier other = LinearClassifier.zeros(5, 3);
        run(StochasticDescent.of(50, 10, 0.1), one, objective);
        run(StochasticDescent.of(50, 10, 0.1), other, objective);
        assertThat(one.oneMatrix().toArray()).containsExactly(other.oneMatrix().toArray());
    }
}
