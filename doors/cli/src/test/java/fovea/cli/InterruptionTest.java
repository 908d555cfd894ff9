package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.format.CsvTable;
import fovea.format.NdArray;
import fovea.format.Safetensors;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are ended while they train, and what is made of what they leave. */
class InterruptionTest {
    private static final int EPOCHS = 16;

    @TempDir
    private Path folder;

    private Path pictures;

    @BeforeEach
    void paint() throws IOException {
        pictures = Pictures.twoClasses(folder.resolve("pictures"), 20);
    }

    private List<String> words(Path run) {
        return List.of(
                "train",
                "--data",
                "folder:" + pictures,
                "--model",
                "mlp",
                "--epochs",
                "" + EPOCHS,
                "--image-size",
                "8",
                "--batch-size",
                "4",
                "--out",
                run.toString(),
                "--device",
                "reference");
    }

    @Test
    void aRunEndedWithinAnEpochGoesOnToTheSameBits() throws Exception {
        Path run = folder.resolve("run");
        Ended ended = end(run, false);
        assertThat(ended.words()).contains("everything is saved").contains("fovea train --resume " + run);
        assertThat(ended.code()).isEqualTo(1);
        goesOnToTheSameBits(run);
    }

    @Test
    void aRunKilledOutrightGoesOnToTheSameBits() throws Exception {
        Path run = folder.resolve("run");
        end(run, true);
        goesOnToTheSameBits(run);
    }

    private void goesOnToTheSameBits(Path run) throws IOException {
        assertThat(CsvTable.read(run.resolve("metrics.csv")).rows()).hasSizeBetween(2, EPOCHS - 1);
        assertThat(Said.fovea("train", "--resume", run, "--device", "reference").code())
                .isZero();
        Path whole = folder.resolve("whole");
        assertThat(Said.fovea(words(whole).toArray()).code()).isZero();
        assertThat(arrays(run)).isNotEmpty().isEqualTo(arrays(whole));
        assertThat(CsvTable.read(run.resolve("metrics.csv")).column("epoch")).hasSize(EPOCHS);
        assertThat(CsvTable.read(run.resolve("metrics.csv")).column("loss"))
                .isEqualTo(CsvTable.read(whole.resolve("metrics.csv")).column("loss"));
        assertThat(untimed(run)).hasSize(EPOCHS).isEqualTo(untimed(whole));
    }

    /** Lines of numbers but for those that a clock gave, which come last. */
    private static List<String> untimed(Path run) throws IOException {
        return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
                .map(line -> line.substring(0, line.indexOf(",\"images_per_second\":")))
                .toList();
    }

    private static Map<String, NdArray> arrays(Path run) {
        try (Safetensors open = Safetensors.open(run.resolve("checkpoints/last.safetensors"))) {
            Map<String, NdArray> copies = new java.util.TreeMap<>();
            open.arrays().forEach((name, array) -> copies.put(name, NdArray.ofFloats(array.shape(), array.toFloats())));
            return copies;
        }
    }

    private record Ended(int code, String words) {}

    /** Starts a run in a process of its own and ends it during its third epoch. */
    private Ended end(Path run, boolean outright) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "fovea.cli.Main"));
        command.addAll(words(run));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        StringBuilder words = new StringBuilder();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                words.append(line).append('\n');
                if (line.startsWith("epoch 2/")) {
                    if (outright) {
                        process.toHandle().destroyForcibly(); // not process: that would close the stream, too
                    } else {
                        process.toHandle().destroy();
                    }
                }
            }
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), words.toString());
    }
}
