package fovea.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class Lecture3Test {

    /** Needs no data. */
    @Test
    void row37aLineThroughThirtyPoints() {
        Row row = Lecture3.rows().stream()
                .filter(each -> each.id().equals("3.7"))
                .findFirst()
                .orElseThrow();
        for (long seed = 1; seed <= 5; seed++) {
            Setting setting = new Setting(
                    name -> {
                        throw new AssertionError(name);
                    },
                    seed,
                    _ -> {});
            Map<String, Double> figures = row.experiment().run(setting);
            assertThat(row.judge(figures)).as("%s, seed %d", figures, seed).isEqualTo(Row.Verdict.STRETCH);
        }
    }
}
