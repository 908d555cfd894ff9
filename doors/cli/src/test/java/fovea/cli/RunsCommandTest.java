package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsCommandTest {
    @TempDir
    private Path folder;

    private void train(String name, String lr) {
        Said said = Said.fovea(
                "train",
                "--model",
                "linear",
                "--epochs",
                "1",
                "--lr",
                lr,
                "--out",
                folder.resolve(name).toString());
        assertThat(said.code()).as(said.err()).isZero();
    }

    @Test
    void runsAreListedBestFirstAndDrawn() throws Exception {
        train("good", "0.02");
        train("still", "1e-9");
        Files.createDirectory(folder.resolve("empty"));
        Path damaged = Files.createDirectory(folder.resolve("damaged"));
        Files.writeString(damaged.resolve("config.json"), "{");
        Files.writeString(damaged.resolve("metrics.csv"), "epoch\n");
        Path picture = folder.resolve("runs.png");
        Said said = Said.fovea("runs", folder.toString(), "--out", picture.toString());
        assertThat(said.code()).isZero();
        assertThat(said.out().lines().skip(1)).hasSize(2);
        assertThat(said.out().lines().skip(1).findFirst().orElseThrow())
                .startsWith("good")
                .contains("linear on scenes, lr 0.02");
        assertThat(said.err()).contains("left out", "config.json");
        assertThat(picture).isNotEmptyFile();
        assertThat(Said.fovea("runs", folder.toString(), "--json").out())
                .contains("\"runs\":[{\"run\":", "\"best_accuracy\":", "\"epochs_done\":1");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Said said = Said.fovea("runs", folder.resolve("absent").toString());
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("absent is no folder");
    }
}
