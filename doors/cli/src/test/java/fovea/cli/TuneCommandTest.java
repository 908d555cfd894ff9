package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.format.CsvTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneCommandTest {
    @TempDir
    private Path folder;

    private Path pictures;
    private Path out;

    @BeforeEach
    void paint() throws IOException {
        pictures = Pictures.twoClasses(folder.resolve("pictures"), 20);
        out = folder.resolve("study");
    }

    private Said tune(Object... more) {
        Object[] words = {"tune", "--data", "folder:" + pictures, "--out", out, "--device", "reference"};
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return Said.fovea(all);
    }

    /** So small that nothing is learned, or large enough: the larger one wins, and that is what mattered. */
    @Test
    void theBetterSettingsAreFoundAndDrawn() {
        Said said = tune(
                "--model",
                "linear",
                "--method",
                "grid",
                "--lr",
                "1e-12..1e-2",
                "--trials",
                4,
                "--keep-going",
                "--epochs",
                2,
                "--batch-size",
                8);
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.err()).contains("trial 1/4  lr 1.00e-12, weight-decay 1.00e-06", "trial 4/4  lr 0.0100");
        assertThat(said.out())
                .contains(
                        "best: lr 0.0100",
                        "100.00 % of held-out training pictures right",
                        "alone: lr ",
                        out.toString());
        for (String file : List.of("study.json", "progress.png", "lr.png", "weight-decay.png", "landscape.png")) {
            assertThat(out.resolve(file)).isNotEmptyFile();
        }
        assertThat(CsvTable.read(out.resolve("trials.csv")).rows()).hasSize(4);
    }

    @Test
    void aSearchThatWasCutOffGoesOn() throws IOException {
        Object[] search = {
            "--model", "linear", "--method", "random", "--epochs", 1, "--trials", 6, "--weight-decay", 0, "--json"
        };
        String whole = tune(search).lastLine();
        assertThat(whole)
                .startsWith("{\"best\":{\"lr\":\"")
                .contains("\"accuracy\":", "\"trials\":6", "\"explained\":{\"lr\":", "\"folder\":\"" + out);
        Path file = out.resolve("trials.csv");
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, 4));
        Said again = tune(search);
        assertThat(again.lastLine()).isEqualTo(whole);
        assertThat(again.err()).contains("trial 4/6").doesNotContain("trial 3/6");
        Said other = tune("--model", "linear", "--method", "random", "--seed", 1);
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err()).contains("holds a search with other settings", "choose another --out");
    }

    @Test
    void aSpaceWithoutAFiniteTrialEndsInOneMessage() {
        Said said = tune(
                "--model",
                "linear",
                "--lr",
                "1e37..1e38",
                "--epochs",
                1,
                "--batch-size",
                8,
                "--trials",
                2,
                "--parallel",
                2);
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err())
                .contains("none of 2 trials gave a finite loss; the first, lr=", "lower learning rates first")
                .doesNotContain("\tat ", "fault of Fovea");
    }

    @Test
    void halvingRacesBatchSizesToo() {
        Said said = tune(
                "--model",
                "linear",
                "--method",
                "halving",
                "--trials",
                3,
                "--epochs",
                3,
                "--batch-size",
                "4,8",
                "--json");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(CsvTable.read(out.resolve("trials.csv")).column("epochs")).containsExactly("1", "1", "1", "3");
        assertThat(said.lastLine()).contains("\"batch-size\":\"");
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        fails(tune("--method", "genetic"), "no method called genetic; there are random, grid, coarse, tpe, halving");
        fails(tune("--model", "lenet6"), "no model called lenet6");
        fails(tune("--lr", "0..1"), "--lr is 0..1; give a range above 0");
        fails(tune("--lr", "fast"), "--lr is fast");
        fails(tune("--weight-decay", "-1"), "--weight-decay is -1");
        fails(tune("--lr", "0.1", "--weight-decay", "0"), "nothing is left to search");
        fails(tune("--trials", 0), "must be 1 or more");
        fails(tune("--batch-size", "0,8"), "each must be 1 or more");
        fails(tune("--batch-size", "8,8"), "give each once");
    }

    private void fails(Said said, String part) {
        assertThat(said.err()).contains(part).doesNotContain("\tat ", "fault of Fovea");
        assertThat(said.code()).isEqualTo(2);
        assertThat(out).doesNotExist();
    }
}
