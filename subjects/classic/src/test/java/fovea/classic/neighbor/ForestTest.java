package fovea.classic.neighbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.classic.Points;
import fovea.classic.neighbor.Forest.Tree;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForestTest {
    /** Points around 200 places in a space of 32 numbers, as pictures lie: clustered. */
    private static Points.Floats clustered(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] places = ExactSearchTest.floats(200, 32, 0, 99).values();
        float[] values = new float[count * 32];
        for (int i = 0; i < count; i++) {
            int place = random.nextInt(200) * 32;
            for (int d = 0; d < 32; d++) {
                values[i * 32 + d] = (float) (places[place + d] + 0.4 * random.nextGaussian());
            }
        }
        return new Points.Floats(count, 32, values);
    }

    @ParameterizedTest
    @EnumSource
    void findsNineOfTenWhileMeetingAnEighthOfThePoints(Metric metric) {
        Points points = clustered(8000, 1);
        Points queries = clustered(100, 2);
        Neighbors truth = new ExactSearch(points, metric).nearest(queries, 10);
        Forest forest = Forest.of(points, metric, 10, new SplittableRandom(3)).meeting(1000);
        assertThat(forest.nearest(queries, 10).recall(truth)).isGreaterThan(0.9);
    }

    @Test
    void moreMetMoreFoundUpToEverything() {
        Points points = clustered(2000, 1);
        Points queries = clustered(50, 2);
        Neighbors truth = new ExactSearch(points, Metric.L2).nearest(queries, 10);
        Forest forest = Forest.of(points, Metric.L2, 5, new SplittableRandom(3));
        double few = forest.meeting(40).nearest(queries, 10).recall(truth);
        double more = forest.meeting(200).nearest(queries, 10).recall(truth);
        assertThat(few).isLessThan(more);
        Neighbors all = forest.meeting(2000).nearest(queries, 10);
        assertThat(all.places()).containsExactly(truth.places());
        assertThat(all.distances()).containsExactly(truth.distances());
    }

    @Test
    void aTreeHoldsEveryPointOnce() {
        Forest forest = Forest.of(clustered(1000, 1), Metric.L2, 2, new SplittableRandom(3));
        assertThat(forest.trees())
                .allSatisfy(tree -> assertThat(leaves(tree).sorted())
                        .containsExactlyElementsOf(
                                IntStream.range(0, 1000).boxed().toList()));
    }

    private static IntStream leaves(Tree tree) {
        return switch (tree) {
            case Tree.Leaf leaf -> Arrays.stream(leaf.places());
            case Tree.Split split -> IntStream.concat(leaves(split.below()), leaves(split.above()));
        };
    }

    @Test
    void theSameSeedGivesTheSameForest() {
        Points points = ExactSearchTest.bytes(500, 20, 256, 1);
        Points queries = ExactSearchTest.bytes(20, 20, 256, 2);
        Neighbors first =
                Forest.of(points, Metric.L1, 3, new SplittableRandom(4)).nearest(queries, 5);
        Neighbors again =
                Forest.of(points, Metric.L1, 3, new SplittableRandom(4)).nearest(queries, 5);
        assertThat(again.places()).containsExactly(first.places());
    }

    @Test
    void pointsThatAreAllAlikeAreOneLeaf() {
        Points alike = new Points.Bytes(100, 3, new byte[300]);
        Forest forest = Forest.of(alike, Metric.L2, 2, new SplittableRandom(1));
        assertThat(forest.trees()).allMatch(tree -> tree instanceof Tree.Leaf);
        assertThat(forest.nearest(alike.at(5), 3).of(0)).containsExactly(0, 1, 2);
        assertThatThrownBy(() -> forest.meeting(0)).hasMessageContaining("at least one");
    }
}
