package fovea.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Row ROW = new Row(
            "2.1",
            "a method",
            "38.6 % (somewhere)",
            "a set",
            List.of(Range.within("test accuracy", 0.386, 0.01)),
            List.of(Range.atMost("training s", 30)),
            setting -> Map.of("test accuracy", setting.random().nextDouble()));

    @Test
    void aFigureIsJudgedByBarAndStretch() {
        assertThat(ROW.judge(Map.of("test accuracy", 0.37, "training s", 1.0))).isEqualTo(Row.Verdict.BELOW);
        assertThat(ROW.judge(Map.of("test accuracy", 0.38, "training s", 31.0))).isEqualTo(Row.Verdict.REACHED);
        assertThat(ROW.judge(Map.of("test accuracy", 0.38, "training s", 29.0))).isEqualTo(Row.Verdict.STRETCH);
        assertThat(ROW.judge(Map.of("training s", 29.0))).isEqualTo(Row.Verdict.BELOW);
        assertThat(ROW.judge(Map.of("test accuracy", Double.NaN))).isEqualTo(Row.Verdict.BELOW);
    }

    @Test
    void rangesSayWhatTheyHold() {
        assertThat(Range.within("accuracy", 0.961, 0.003)).hasToString("accuracy 0.958 to 0.964");
        assertThat(Range.atLeast("accuracy", 0.5)).hasToString("accuracy ≥ 0.5");
        assertThat(Range.atMost("s", 30)).hasToString("s ≤ 30");
        assertThat(Range.within("parameters", 34_944, 0)).hasToString("parameters = 34,944");
        assertThatThrownBy(() -> new Range("s", 2, 1)).hasMessageContaining("least");
    }

    @Test
    void anExperimentIsGivenTheSameRandomNumbersEveryTime() {
        Setting setting = new Setting(
                name -> {
                    throw new AssertionError(name);
                },
                7,
                line -> {});
        Measured.Place place = new Measured.Place("", 7, "a machine", "0", "2026-11-26");
        double expected = new SplittableRandom(7).nextDouble();
        assertThat(Measured.of(ROW, setting, place).figures()).containsEntry("test accuracy", expected);
        assertThat(Measured.of(ROW, setting, place).figures()).containsEntry("test accuracy", expected);
    }

    @Test
    void thePageShowsBothFiguresAndWhatWasNotMeasured() {
        Measured measured = new Measured(
                "2.1",
                new LinkedHashMap<>(Map.of("test accuracy", 0.3861)),
                12,
                new Measured.Place("cifar10 0011aabb", 42, "a machine", "abc", "2026-11-26"));
        Ledger ledger = new Ledger(new LinkedHashMap<>()).with(measured);
        assertThat(Page.of(List.of(ROW), ledger))
                .contains(
                        "## Lecture 2",
                        "test accuracy **0.3861**",
                        "38.6 % (somewhere)",
                        "| bar |",
                        "cifar10 0011aabb, 42")
                .contains("2026-11-26, a machine, commit abc");
        assertThat(Page.of(List.of(ROW), new Ledger(new LinkedHashMap<>()))).contains("not measured");
    }

    @Test
    void everyRowHasANumberOfItsOwn() {
        assertThat(Rows.all().stream().map(Row::id)).doesNotHaveDuplicates();
    }
}
