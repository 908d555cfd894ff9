package fovea.train.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MetricTest {

    @Test
    void accuracyIsTheDiagonalsPart() {
        Confusion confusion = new Confusion(2);
        assertThat(confusion.accuracy()).isZero();
        confusion.add(0, 0);
        confusion.add(0, 1);
        confusion.add(1, 1);
        assertThat(confusion.accuracy()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(confusion.counts()).isEqualTo(new long[][] {{1, 1}, {0, 1}});
    }

    @Test
    void ofEqualLogitsTheFirstIsTheAnswer() {
        Logits logits = new Logits(new float[] {1, 3, 3, 0, 0, 0}, 3);
        assertThat(logits.best(0)).isEqualTo(1);
        assertThat(logits.best(1)).isZero();
        assertThat(logits.correct(new int[] {1, 2})).isEqualTo(1);
    }

    @Test
    void probabilitiesSumToOneAlsoForLargeLogits() {
        double[] p = new Logits(new float[] {300, 300, -300}, 3).probabilities(0);
        assertThat(p).containsExactly(new double[] {0.5, 0.5, 0}, within(1e-12));
    }

    @Test
    void topIsSortedAndNoLongerThanTheClasses() {
        Logits logits = new Logits(new float[] {0, 2, 1}, 3);
        assertThat(logits.top(0, 2)).extracting(Logits.Guess::label).containsExactly(1, 2);
        assertThat(logits.top(0, 5)).hasSize(3);
    }
}
