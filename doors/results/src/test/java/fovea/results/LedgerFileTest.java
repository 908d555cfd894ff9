package fovea.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFileTest {
    /** The page is made of the rows and of what was measured; whoever changes one makes it again. */
    @Test
    void thePageOfTheRepositoryIsWhatItsFiguresMake() throws Exception {
        Path docs = Path.of("").toAbsolutePath();
        while (!Files.exists(docs.resolve("docs/results.csv"))) {
            docs = docs.getParent();
        }
        docs = docs.resolve("docs");
        Ledger ledger = Ledger.read(docs.resolve("results.csv"));
        assertThat(Page.of(Rows.all(), ledger))
                .as("docs/results.md; ./fovea results --page writes it again")
                .isEqualTo(Files.readString(docs.resolve("results.md")));
        assertThat(Files.exists(docs.resolve("images/accuracy-cost.svg")))
                .as("a picture where networks were measured, and only there")
                .isEqualTo(!Network.all(ledger).isEmpty());
    }

    @Test
    void whatIsWrittenIsReadAgain(@TempDir Path folder) {
        String id = Rows.all().getFirst().id();
        Measured measured = new Measured(
                id,
                new LinkedHashMap<>(Map.of("test accuracy, with a comma", 0.1 + 0.2)),
                1.5,
                new Measured.Place("mnist 00", 1, "a machine, 2 cores", "abc", "2026-11-26"));
        Path file = folder.resolve("results.csv");
        new Ledger(new LinkedHashMap<>()).with(measured).write(file);
        assertThat(Ledger.read(file).measured()).containsExactly(Map.entry(id, measured));
        assertThat(Ledger.read(folder.resolve("absent.csv")).measured()).isEmpty();
    }
}
