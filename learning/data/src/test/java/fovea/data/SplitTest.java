package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {

    /** 50, 30 and 21 of three classes, one after the other. */
    private static final Source SOURCE = new MemorySource(
            IntStream.range(0, 101)
                    .mapToObj(i -> new Sample("s" + i, Pictures.image(2, 1, i), i < 50 ? 0 : i < 80 ? 1 : 2))
                    .toList(),
            List.of("a", "b", "c"));

    @Test
    void holdsOutTheSameShareOfEveryClass() {
        Split split = Split.stratified(SOURCE, 0.2, 1);
        assertThat(Split.counts(split.held())).containsExactly(10, 6, 4);
        assertThat(Split.counts(split.train())).containsExactly(40, 24, 17);
        assertDisjoint(split);
        assertThat(names(Split.stratified(SOURCE, 0.2, 1).held())).isEqualTo(names(split.held()));
        assertThat(names(Split.stratified(SOURCE, 0.2, 2).held())).isNotEqualTo(names(split.held()));
    }

    @Test
    void foldsHoldOutEverySampleOnce() {
        for (List<Split> folds : List.of(Split.folds(SOURCE, 5, 3), Split.stratifiedFolds(SOURCE, 5, 3))) {
            List<String> all = new ArrayList<>();
            for (Split split : folds) {
                assertDisjoint(split);
                assertThat(split.held().size()).isBetween(20, 21);
                all.addAll(names(split.held()));
            }
            assertThat(all).containsExactlyInAnyOrderElementsOf(names(SOURCE));
        }
        for (Split split : Split.stratifiedFolds(SOURCE, 5, 3)) {
            int[] counts = Split.counts(split.held());
            assertThat(counts[0]).isEqualTo(10);
            assertThat(counts[1]).isEqualTo(6);
            assertThat(counts[2]).isBetween(4, 5);
        }
        assertThat(names(Split.folds(SOURCE, 5, 3).get(0).held()))
                .isNotEqualTo(names(Split.folds(SOURCE, 5, 4).get(0).held()));
    }

    /** scikit-learn's compute_class_weight("balanced") is n / (classes · count). */
    @Test
    void weighsClassesSoThatAllCountAlike() {
        double[] weights = ClassWeights.balanced(SOURCE);
        assertThat(weights[0]).isCloseTo(101 / 150.0, within(1e-12));
        assertThat(weights[2]).isCloseTo(101 / 63.0, within(1e-12));
        assertThatThrownBy(() -> ClassWeights.balanced(SOURCE.first(60)))
                .hasMessageContaining("class c has no samples");
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> Split.stratified(SOURCE, 1, 0)).hasMessageContaining("between 0 and 1");
        assertThatThrownBy(() -> Split.stratified(SOURCE, 1e-3, 0)).hasMessageContaining("none would be held out");
        assertThatThrownBy(() -> Split.folds(SOURCE, 1, 0)).hasMessageContaining("1 folds of 101");
    }

    @Test
    void aPartIsWhatItIsAskedFor() {
        assertThat(names(SOURCE.part(49, 52))).containsExactly("s49", "s50", "s51");
        assertThat(SOURCE.part(49, 52).label(1)).isEqualTo(1);
        assertThat(names(SOURCE.part(0, 101))).isEqualTo(names(SOURCE));
        for (int[] wrong : new int[][] {{-1, 5}, {3, 3}, {100, 102}}) {
            assertThatThrownBy(() -> SOURCE.part(wrong[0], wrong[1]))
                    .hasMessageContaining("samples %d to %d asked for, of 101".formatted(wrong[0], wrong[1]));
        }
    }

    @Test
    void aPartOfAFrameIsSeenThroughItInMemoryToo() {
        Source part = SOURCE.framed(1, 1).part(3, 9).inMemory();
        assertThat(part.height()).isEqualTo(1);
        assertThat(part.width()).isEqualTo(1);
        assertThat(part.get(0).image().width())
                .as("the pictures stay")
                .isEqualTo(SOURCE.get(3).image().width());
    }

    private static void assertDisjoint(Split split) {
        assertThat(names(split.train())).doesNotContainAnyElementsOf(names(split.held()));
        assertThat(split.train().size() + split.held().size()).isEqualTo(101);
        assertThat(split.train().label(3)).isEqualTo(split.train().get(3).label());
    }

    private static List<String> names(Source source) {
        return IntStream.range(0, source.size())
                .mapToObj(i -> source.get(i).name())
                .toList();
    }
}
