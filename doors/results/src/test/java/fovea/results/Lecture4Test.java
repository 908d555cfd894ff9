package fovea.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rows of lecture 4 that need no data. */
class Lecture4Test {
    private static final Setting SETTING = new Setting(
            name -> {
                throw new AssertionError("no data is needed, but " + name + " was asked for");
            },
            42,
            _ -> {});

    @Test
    void row41GradientsAreTheSlopes() {
        reaches("4.1", Row.Verdict.STRETCH);
    }

    @Test
    void row42TheSpiralIsLearnedByTwoLayersAndNotByOne() {
        reaches("4.2", Row.Verdict.REACHED);
    }

    private static void reaches(String id, Row.Verdict verdict) {
        Row row = Lecture4.rows().stream()
                .filter(r -> r.id().equals(id))
                .findFirst()
                .orElseThrow();
        Map<String, Double> figures = row.experiment().run(SETTING);
        assertThat(row.judge(figures)).as(figures.toString()).isEqualTo(verdict);
    }
}
