package fovea.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
    @TempDir
    private Path folder;

    @Test
    void rowsOfACsvFileAndThoseAfterThemAreObjects() {
        Path file = folder.resolve("metrics.jsonl");
        CsvTable before = new CsvTable(
                List.of("epoch", "loss", "note"),
                List.of(List.of("1", "2.5E-7", ""), List.of("2", "NaN", "say \"hi\"\n"), List.of("3", "-0.5", "01")));
        try (JsonLinesWriter lines = JsonLinesWriter.of(file, before)) {
            lines.row(4, 1e30, true);
            assertThat(file).as("readable at once").content().isEqualTo("""
                {"epoch":1,"loss":2.5E-7,"note":null}
                {"epoch":2,"loss":null,"note":"say \\"hi\\"\\n"}
                {"epoch":3,"loss":-0.5,"note":"01"}
                {"epoch":4,"loss":1.0E30,"note":true}
                """);
            lines.row(5, Double.NEGATIVE_INFINITY, null);
            assertThatThrownBy(() -> lines.row(6))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("metrics.jsonl has 1 values");
        }
        assertThat(file).content().endsWith("{\"epoch\":5,\"loss\":null,\"note\":null}\n");
        JsonLinesWriter.of(file, new CsvTable(List.of("epoch"), List.of())).close();
        assertThat(file).isEmptyFile();
    }
}
