package fovea.classic.neighbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.classic.Folds;
import fovea.classic.Labeled;
import fovea.classic.Points;
import fovea.classic.neighbor.Voting.Tie;
import fovea.classic.neighbor.Voting.Weight;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class VotingTest {
    /** Neighbors at 1, 2, 3 and 4 from the query; their labels are 2, 0, 0, 2. */
    private static final Neighbors FOUR = new Neighbors(1, 4, new int[] {0, 1, 2, 3}, new double[] {1, 2, 3, 4});

    private static final int[] LABELS = {2, 0, 0, 2};

    private static int elect(Weight weight, Tie tie, Neighbors neighbors) {
        return new Voting(weight, tie).elect(neighbors, 0, LABELS, 3);
    }

    @Test
    void tiesGoToTheSmallestLabelOrToTheNearest() {
        assertThat(elect(Weight.EQUAL, Tie.SMALLEST_LABEL, FOUR)).isZero();
        assertThat(elect(Weight.EQUAL, Tie.NEAREST, FOUR)).isEqualTo(2);
    }

    @Test
    void theMajorityWinsWhateverTheTie() {
        for (Tie tie : Tie.values()) {
            assertThat(elect(Weight.EQUAL, tie, FOUR.first(3))).isZero();
            assertThat(elect(Weight.EQUAL, tie, FOUR.first(1))).isEqualTo(2);
        }
    }

    /** 1 + 1/4 votes for label 2 against 1/2 + 1/3 for label 0. */
    @Test
    void nearNeighborsCountMoreWhereDistancesWeigh() {
        assertThat(elect(Weight.INVERSE_DISTANCE, Tie.SMALLEST_LABEL, FOUR)).isEqualTo(2);
        Neighbors farther = new Neighbors(1, 4, FOUR.places(), new double[] {5, 6, 7, 8});
        assertThat(elect(Weight.INVERSE_DISTANCE, Tie.SMALLEST_LABEL, farther)).isEqualTo(2);
        assertThat(elect(Weight.INVERSE_DISTANCE, Tie.SMALLEST_LABEL, farther.first(3)))
                .isZero();
    }

    @Test
    void whatLiesOnTheQueryDecidesAlone() {
        Neighbors onIt = new Neighbors(1, 4, FOUR.places(), new double[] {0, 1e-9, 1e-9, 1});
        assertThat(elect(Weight.INVERSE_DISTANCE, Tie.SMALLEST_LABEL, onIt)).isEqualTo(2);
    }

    @Test
    void neighborsThatWereNotFoundDoNotVote() {
        Neighbors three =
                new Neighbors(1, 4, new int[] {3, 0, 1, -1}, new double[] {1, 2, 3, Double.POSITIVE_INFINITY});
        assertThat(elect(Weight.EQUAL, Tie.SMALLEST_LABEL, three)).isEqualTo(2);
    }

    @Test
    void aClassifierRemembersWhatItWasShown() {
        Labeled train = new Labeled(ExactSearchTest.bytes(50, 10, 256, 1), labels(50), 3);
        for (Metric metric : Metric.values()) {
            assertThat(NearestNeighbors.of(train, metric).predict(train.points(), 1))
                    .containsExactly(labels(50));
        }
        assertThatThrownBy(() -> NearestNeighbors.of(new Labeled(train.points(), labels(49), 3), Metric.L1))
                .hasMessageContaining("49 labels for 50 points");
        assertThatThrownBy(() -> NearestNeighbors.of(new Labeled(train.points(), labels(50), 2), Metric.L1))
                .hasMessageContaining("label 2 of 2 classes");
    }

    private static int[] labels(int n) {
        return java.util.stream.IntStream.range(0, n).map(i -> i % 3).toArray();
    }

    /** Six points on a line, in three folds of two; worked out by hand. */
    @Test
    void everyFoldIsLabeledByTheOthers() {
        Points line = new Points.Bytes(6, 1, new byte[] {0, 10, 1, 11, 2, 30});
        Labeled examples = new Labeled(line, new int[] {0, 1, 0, 1, 0, 0}, 2);
        CrossValidation tried =
                CrossValidation.of(examples, new Folds(6, 3), List.of(3, 1), Metric.L1, Voting.MAJORITY);
        // k = 1: {0 → 1: 0, 10 → 11: 1}, {1 → 0: 0, 11 → 10: 1}, {2 → 1: 0, 30 → 11: 1 but is 0}
        assertThat(tried.accuracy()[1]).containsExactly(1, 1, 0.5);
        // k = 3 of four: {0 → 1 2 11: 0, 10 → 11 2 1: 0}, {1 → 0 2 10: 0, 11 → 10 2 0: 0}, {2 → 1 0 10: 0, 30 → 11 10
        // 1: 1}
        assertThat(tried.accuracy()[0]).containsExactly(0.5, 0.5, 0.5);
        assertThat(tried.best()).isEqualTo(1);
        assertThat(tried.mean(1)).isEqualTo(2.5 / 3, Offset.offset(1e-12));
        assertThat(tried.deviation(1)).isEqualTo(Math.sqrt(2) / 6, Offset.offset(1e-12));
    }
}
