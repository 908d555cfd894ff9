package fovea.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
    private static final List<String> COLUMNS = List.of("epoch", "loss", "note");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("metrics.csv");
    }

    @Test
    void everyFieldSurvivesTheRoundTrip() {
        List<String> odd = List.of("a,b", "say \"hi\"", "two\nlines\r\nor three");
        try (CsvWriter csv = CsvWriter.create(file, COLUMNS)) {
            csv.row(odd.toArray());
            csv.row(1, 0.5, null);
            csv.row("ü☃", " spaced ", "");
        }
        CsvTable table = CsvTable.read(file);
        assertThat(table.columns()).isEqualTo(COLUMNS);
        assertThat(table.rows()).containsExactly(odd, List.of("1", "0.5", ""), List.of("ü☃", " spaced ", ""));
        assertThat(table.column("loss")).containsExactly("say \"hi\"", "0.5", " spaced ");
    }

    @Test
    void plainRowsArePlainText() {
        try (CsvWriter csv = CsvWriter.create(file, COLUMNS)) {
            csv.row(1, 0.25f, true);
            assertThat(file).as("readable at once").content().isEqualTo("epoch,loss,note\n1,0.25,true\n");
        }
    }

    @Test
    void oneEmptyColumnIsStillARow() {
        try (CsvWriter csv = CsvWriter.create(file, List.of("only"))) {
            csv.row("");
        }
        assertThat(CsvTable.read(file).rows()).containsExactly(List.of(""));
    }

    @Test
    void filesOfOtherProgramsAreRead() {
        Bytes.write(file, "\ufeffepoch,loss,note\r\n1,\"0,5\",x\r\n2,3,\"\"");
        assertThat(CsvTable.read(file).rows()).containsExactly(List.of("1", "0,5", "x"), List.of("2", "3", ""));
    }

    @Test
    void resumingKeepsTheRowsUpToTheCheckpoint() {
        try (CsvWriter csv = CsvWriter.create(file, COLUMNS)) {
            for (int epoch = 1; epoch <= 5; epoch++) {
                csv.row(epoch, 1.0 / epoch, "");
            }
        }
        try (CsvWriter csv = CsvWriter.resume(file, COLUMNS, row -> Integer.parseInt(row.getFirst()) <= 2)) {
            csv.row(3, "new", "");
        }
        assertThat(file).content().isEqualTo("epoch,loss,note\n1,1.0,\n2,0.5,\n3,new,\n");
    }

    @Test
    void resumingDropsALineThatWasCutOff() {
        for (String torn : List.of("2,0.", "2,\"half\nand", "2")) {
            Bytes.write(file, "epoch,loss,note\n1,0.5,\n" + torn);
            CsvWriter.resume(file, COLUMNS, row -> true).close();
            assertThat(file).content().isEqualTo("epoch,loss,note\n1,0.5,\n");
        }
        Bytes.write(file, "epoch,lo");
        CsvWriter.resume(file, COLUMNS, row -> true).close();
        assertThat(file).content().isEqualTo("epoch,loss,note\n");
    }

    @Test
    void resumingWithoutAFileStartsOne() {
        CsvWriter.resume(file, COLUMNS, row -> true).close();
        assertThat(file).content().isEqualTo("epoch,loss,note\n");
    }

    @Test
    void resumingAnotherTableIsRefusedAndChangesNothing() {
        Bytes.write(file, "epoch,accuracy\n1,0.5\n");
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> CsvWriter.resume(file, COLUMNS, row -> true))
                .withMessageContaining("has the columns [epoch, accuracy]: expected [epoch, loss, note]");
        assertThat(file).content().isEqualTo("epoch,accuracy\n1,0.5\n");
    }

    @Test
    void badTablesAreRefusedByLine() {
        refused("", "is empty");
        refused("a,b,a\n", "names a column twice");
        refused("a,b\n1,2\n3\n", "line 3: the row has 1 fields: expected 2");
        refused("a,b\n1,2\n\n3,4\n", "line 3: the row has 1 fields");
        refused("a,b\n1,x\"y\n", "line 2: a quote stands inside");
        refused("a,b\n1,\"x\ny\nz", "line 2: a quote is never closed");
        refused("a,b\n1,\"x\"y\n", "line 2: a line end must follow 'x'");
    }

    private void refused(String text, String message) {
        Bytes.write(file, text);
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> CsvTable.read(file))
                .withMessageStartingWith(file.toString())
                .withMessageContaining(message);
    }

    @Test
    void rowsAndColumnsThatDoNotExistAreRefused() {
        try (CsvWriter csv = CsvWriter.create(file, COLUMNS)) {
            assertThatThrownBy(() -> csv.row(1, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has 2 values");
        }
        assertThatThrownBy(() -> CsvTable.read(file).column("accuracy"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'accuracy'");
    }
}
