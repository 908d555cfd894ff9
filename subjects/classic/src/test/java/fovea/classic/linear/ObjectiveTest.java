package fovea.classic.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.autograd.Autograd.ValueAndGradients;
import fovea.nn.Loss;
import fovea.nn.loss.MulticlassSvm;
import fovea.nn.loss.OneVsRest;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ObjectiveTest {
    private static final Map<String, Loss> LOSSES = Map.of(
            "multiclass SVM", new MulticlassSvm(),
            "squared multiclass SVM", new MulticlassSvm().withSquared(true),
            "softmax", Loss::crossEntropy,
            "logistic", new OneVsRest(),
            "perceptron", new PerceptronLoss(),
            "Adaline", new AdalineLoss(),
            "squared hinges", new SquaredHinges());

    /** Lecture 3: a cat, a car and a frog, with scores of cat, car, frog in each column. */
    private static final Tensor SCORES = Tensor.of(Shape.of(3, 3), 3.2f, 5.1f, -1.7f, 1.3f, 4.9f, 2, 2.2f, 2.5f, -3.1f);

    private static final Tensor TRUTH = Tensor.of(Shape.of(3), 0, 1, 2);

    private static double loss(Loss loss, int from, int to) {
        return loss.of(SCORES.slice(0, from, to), TRUTH.slice(0, from, to)).item();
    }

    @Test
    void lossesAreThoseOfTheLecture() {
        Loss svm = new MulticlassSvm();
        assertThat(loss(svm, 0, 1)).isCloseTo(2.9, Offset.offset(1e-5));
        assertThat(loss(svm, 1, 2)).isZero();
        assertThat(loss(svm, 2, 3)).isCloseTo(12.9, Offset.offset(1e-5));
        assertThat(loss(svm, 0, 3)).isCloseTo(15.8 / 3, Offset.offset(1e-5));
        assertThat(loss(Loss::crossEntropy, 0, 1)).isCloseTo(2.0404, Offset.offset(1e-4));
        assertThat(loss(new PerceptronLoss(), 0, 1)).isCloseTo(1.9, Offset.offset(1e-5));
        assertThat(loss(new PerceptronLoss(), 1, 2)).isZero();
        assertThat(loss(new AdalineLoss(), 0, 1))
                .isCloseTo((2.2 * 2.2 + 6.1 * 6.1 + 0.7 * 0.7) / 2, Offset.offset(1e-4));
        assertThat(loss(new SquaredHinges(), 0, 1)).isCloseTo(6.1 * 6.1, Offset.offset(1e-4));
    }

    @TestFactory
    Stream<DynamicTest> theGradientIsTheSlope() {
        return LOSSES.entrySet().stream().map(each -> dynamicTest(each.getKey(), () -> slope(each.getValue())));
    }

    private static void slope(Loss loss) {
        SplittableRandom random = new SplittableRandom(5);
        Objective objective = new Objective(cloud(20, 6, 4, random), loss, 0.1);
        LinearClassifier classifier = LinearClassifier.random(6, 4, 0.5, random);
        ValueAndGradients found = objective.gradientOf(classifier).get();
        assertThat(found.value().item()).isCloseTo(objective.value(classifier), Offset.offset(1e-4));
        LinearClassifier direction = LinearClassifier.random(6, 4, 1, random);
        double expected = found.gradients()
                        .get(classifier.weight())
                        .mul(direction.weight().get())
                        .sum()
                        .item()
                + found.gradients()
                        .get(classifier.bias())
                        .mul(direction.bias().get())
                        .sum()
                        .item();
        double[] around = new LossSurface(objective, classifier, direction, direction).along(-1e-3, 1e-3);
        assertThat((around[1] - around[0]) / 2e-3)
                .isCloseTo(expected, Offset.offset(2e-2 * Math.max(1, Math.abs(expected))));
    }

    @Test
    void onlyTheWeightsArePenalized() {
        SplittableRandom random = new SplittableRandom(6);
        LinearClassifier classifier = LinearClassifier.random(6, 4, 1, random);
        Objective free = new Objective(cloud(20, 6, 4, random), Loss::crossEntropy, 0);
        Objective held = free.withPenalty(0.25);
        double squares = classifier.weight().get().square().sum().item();
        assertThat(held.value(classifier)).isCloseTo(free.value(classifier) + 0.25 * squares, Offset.offset(1e-4));
        float[] bias = free.gradientOf(classifier)
                .get()
                .gradients()
                .get(classifier.bias())
                .toArray();
        assertThat(held.gradientOf(classifier)
                        .get()
                        .gradients()
                        .get(classifier.bias())
                        .toArray())
                .containsExactly(bias, Offset.offset(1e-6f));
    }

    @Test
    void theSurfaceIsTheLossAtEveryPlace() {
        SplittableRandom random = new SplittableRandom(7);
        Objective objective = new Objective(cloud(20, 6, 4, random), new MulticlassSvm(), 0.1);
        LinearClassifier at = LinearClassifier.random(6, 4, 1, random);
        LinearClassifier across = LinearClassifier.random(6, 4, 1, random);
        LinearClassifier up = LinearClassifier.random(6, 4, 1, random);
        double[][] seen =
                new LossSurface(objective, at, across, up).over(new double[] {-1, 0, 2}, new double[] {0, 0.5});
        LinearClassifier there = at.copy();
        there.set(
                at.weight()
                        .get()
                        .add(across.weight().get().mul(2))
                        .add(up.weight().get().mul(0.5)),
                at.bias()
                        .get()
                        .add(across.bias().get().mul(2))
                        .add(up.bias().get().mul(0.5)));
        assertThat(seen[1][2]).isCloseTo(objective.value(there), Offset.offset(1e-3));
        assertThat(seen[0][1]).isCloseTo(objective.value(at), Offset.offset(1e-4));
    }

    /** Points around a place for each class. */
    static Examples cloud(int count, int features, int classes, SplittableRandom random) {
        float[][] rows = new float[count][features];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % classes;
            for (int j = 0; j < features; j++) {
                rows[i][j] = (float) (random.nextGaussian() + (j == labels[i] ? 2 : 0));
            }
        }
        return Examples.of(rows, labels, classes);
    }
}
