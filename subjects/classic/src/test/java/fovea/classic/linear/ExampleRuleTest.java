package fovea.classic.linear;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.DType;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ExampleRuleTest {

    /** One example by hand: scores are equal, the first class wins and is wrong. */
    @Test
    void thePerceptronMovesTowardTheRightClassAndAwayFromTheWinner() {
        LinearClassifier classifier = LinearClassifier.zeros(2, 3);
        Examples one = Examples.of(new float[][] {{2, -1}}, new int[] {2}, 3);
        int[] mistakes = ExampleRule.PERCEPTRON.learn(classifier, one, 0.5, 1, new SplittableRandom(1));
        assertThat(mistakes).containsExactly(1);
        assertThat(classifier.oneMatrix().toArray()).containsExactly(-1, 0.5f, -0.5f, 0, 0, 0, 1, -0.5f, 0.5f);
    }

    /** Novikoff 1962: at most (R / margin)² mistakes, R being the length of the longest point with its 1. */
    @Test
    void whereALineSeparatesThePerceptronFindsOneWithinNovikoffsBound() {
        SplittableRandom random = new SplittableRandom(3);
        float[][] rows = new float[100][];
        int[] labels = new int[100];
        for (int i = 0; i < 100; ) {
            float x = (float) (2 * random.nextDouble() - 1);
            float y = (float) (2 * random.nextDouble() - 1);
            double side = (x + 2 * y) / Math.sqrt(5);
            if (Math.abs(side) > 0.1) {
                rows[i] = new float[] {x, y};
                labels[i++] = side > 0 ? 1 : 0;
            }
        }
        LinearClassifier classifier = LinearClassifier.zeros(2, 2);
        Examples examples = Examples.of(rows, labels, 2);
        int[] mistakes = ExampleRule.PERCEPTRON.learn(classifier, examples, 1, 1000, random);
        assertThat(mistakes[mistakes.length - 1]).isZero();
        assertThat(classifier.accuracy(examples)).isEqualTo(1);
        assertThat(Arrays.stream(mistakes).sum()).isBetween(1, (int) (3 / (0.1 * 0.1)));
    }

    @Test
    void adalineComesToRestNearLeastSquares() {
        Examples cloud = ObjectiveTest.cloud(90, 4, 3, new SplittableRandom(4));
        LinearClassifier classifier = LinearClassifier.zeros(4, 3);
        ExampleRule.ADALINE.learn(classifier, cloud, 5e-4, 400, new SplittableRandom(5));
        Tensor x = cloud.withOnes().x().cast(DType.F64);
        Tensor target = AdalineLoss.Signs.of(Tensor.zeros(cloud.x().shape()).slice(1, 0, 3), cloud.labels())
                .cast(DType.F64);
        Tensor exact = x.transpose()
                .matmul(x)
                .solve(x.transpose().matmul(target))
                .transpose()
                .cast(DType.F32);
        assertThat(classifier.oneMatrix().toArray()).containsExactly(exact.toArray(), Offset.offset(0.01f));
    }
}
