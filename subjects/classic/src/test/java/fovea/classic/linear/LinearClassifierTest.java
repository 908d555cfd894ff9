package fovea.classic.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.Image;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LinearClassifierTest {

    /** The course's picture of four pixels, 56, 231, 24 and 2, with its weights; the ship's 60.75 is printed there as 61.95. */
    @Test
    void scoresAreThoseOfTheCourse() {
        LinearClassifier classifier = LinearClassifier.zeros(4, 3);
        classifier.set(
                Tensor.of(Shape.of(3, 4), 0.2f, -0.5f, 0.1f, 2, 1.5f, 1.3f, 2.1f, 0, 0, 0.25f, 0.2f, -0.3f),
                Tensor.of(1.1f, 3.2f, -1.2f));
        Tensor x = Tensor.of(Shape.of(1, 4), 56f, 231, 24, 2);
        assertThat(classifier.forward(x).toArray())
                .containsExactly(new float[] {-96.8f, 437.9f, 60.75f}, Offset.offset(1e-3f));
        assertThat(classifier.predict(x).toInts()).containsExactly(1);
    }

    @Test
    void theBiasTrickChangesNoScore() {
        SplittableRandom random = new SplittableRandom(1);
        LinearClassifier classifier = LinearClassifier.random(5, 3, 1, random);
        Examples examples =
                new Examples(LinearClassifier.normal(Shape.of(7, 5), 1, random), Tensor.of(Shape.of(7), new int[7]), 3);
        Tensor together = examples.withOnes().x().matmul(classifier.oneMatrix().transpose());
        assertThat(together.toArray())
                .containsExactly(classifier.forward(examples.x()).toArray(), Offset.offset(1e-5f));
        LinearClassifier apart = LinearClassifier.fromOneMatrix(classifier.oneMatrix());
        assertThat(apart.weight().get().toArray())
                .containsExactly(classifier.weight().get().toArray());
        assertThat(apart.bias().get().toArray())
                .containsExactly(classifier.bias().get().toArray());
    }

    @Test
    void accuracyIsTheShareOfRightAnswers() {
        LinearClassifier identity = LinearClassifier.zeros(2, 2);
        identity.set(Tensor.eye(2), Tensor.zeros(Shape.of(2)));
        Examples examples = Examples.of(new float[][] {{1, 0}, {0, 1}, {3, 2}, {2, 2}}, new int[] {0, 1, 1, 0}, 2);
        assertThat(identity.accuracy(examples)).isEqualTo(0.75);
        assertThat(identity.predict(examples.x()).toInts())
                .as("of equals the first")
                .endsWith(0);
    }

    @Test
    void templatesGoFromBlackToWhite() {
        LinearClassifier classifier = LinearClassifier.zeros(4, 2);
        classifier.set(Tensor.of(Shape.of(2, 4), -1, 0, 1, 3, 5, 5, 5, 5f), Tensor.zeros(Shape.of(2)));
        Image first = classifier.templates(2, 2, 1).getFirst();
        assertThat(first).isEqualTo(Image.of(2, 2, 1, new byte[] {0, 64, (byte) 128, (byte) 255}));
        assertThat(classifier.templates(2, 2, 1).get(1)).isEqualTo(Image.of(2, 2, 1, new byte[4]));
        assertThatThrownBy(() -> classifier.templates(2, 2, 3)).hasMessageContaining("[2, 2, 3]");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> LinearClassifier.zeros(4, 2).forward(Tensor.zeros(Shape.of(3, 5))))
                .hasMessageContaining("[N, 4]");
        assertThatThrownBy(() -> new Examples(Tensor.zeros(Shape.of(3, 5)), Tensor.of(Shape.of(2), 0, 1), 2))
                .hasMessageContaining("a class for each row");
    }

    @Test
    void scalesAreMeasuredOnceAndUsedOnAll() {
        Tensor x = Tensor.of(Shape.of(4, 2), 1f, 5, 3, 5, 5, 5, 7, 5);
        Scaling scaling = Scaling.standardizing(x);
        double std = Math.sqrt(5);
        assertThat(scaling.of(x).toArray())
                .containsExactly(
                        new float[] {
                            (float) (-3 / std), 0, (float) (-1 / std), 0, (float) (1 / std), 0, (float) (3 / std), 0
                        },
                        Offset.offset(1e-6f));
        assertThat(Scaling.centering(x).of(x).toArray()).containsExactly(-3, 0, -1, 0, 1, 0, 3, 0);
        assertThat(Scaling.standardizing(x, 4).of(x).toArray()[0]).isEqualTo(-1, Offset.offset(1e-6f));
        assertThat(Scaling.dividing(2, 5).of(x).toArray()[1]).isEqualTo(1);
    }
}
