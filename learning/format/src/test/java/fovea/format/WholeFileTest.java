package fovea.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    private void onlyHolds(String... names) throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
    }

    @Test
    void writesAndReplaces() throws IOException {
        Path file = folder.resolve("a.txt");
        WholeFile.write(file, "first");
        WholeFile.write(file, "zweite ☃");
        assertThat(Files.readString(file)).isEqualTo("zweite ☃");
        onlyHolds("a.txt");
    }

    @Test
    void theNewContentIsNotSeenBeforeItIsComplete() {
        Path file = folder.resolve("a.txt");
        WholeFile.write(file, "old");
        WholeFile.write(file, out -> {
            out.write('n');
            out.flush();
            assertThat(Files.readString(file)).isEqualTo("old");
            out.write('!');
        });
        assertThat(file).content().isEqualTo("n!");
    }

    @Test
    void contentMayCloseWhatItWasLent() {
        Path file = folder.resolve("a.txt");
        WholeFile.write(file, out -> {
            try (out) {
                out.write('x');
            }
        });
        assertThat(file).content().isEqualTo("x");
    }

    @Test
    void aFullDiskLeavesTheOldFileAndSaysHowMuchWasNeeded() throws IOException {
        Path file = folder.resolve("a.txt");
        WholeFile.write(file, "old");
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> WholeFile.write(file, 1234, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("No space left on device");
                }))
                .withMessageMatching("(?s)\\Q" + file + "\\E: cannot be written: No space left on device; "
                        + "1234 bytes were needed, \\d+ bytes are free\\R  make room in .*");
        assertThat(Files.readString(file)).isEqualTo("old");
        onlyHolds("a.txt");
    }

    @Test
    void whatTheContentThrowsComesThroughAndNothingIsLeft() throws IOException {
        IllegalStateException own = new IllegalStateException("own");
        assertThatThrownBy(() -> WholeFile.write(folder.resolve("a.txt"), out -> {
                    out.write(1);
                    throw own;
                }))
                .isSameAs(own);
        onlyHolds();
    }

    @Test
    void anInterruptedThreadStillWrites() {
        Path file = folder.resolve("a.txt");
        Thread.currentThread().interrupt();
        WholeFile.write(file, "last checkpoint");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).content().isEqualTo("last checkpoint");
    }

    @Test
    void aMissingFolderAndAFolderInTheWayAreNamed() throws IOException {
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> WholeFile.write(folder.resolve("none").resolve("a.txt"), "x"))
                .withMessageContaining("the folder " + folder.resolve("none") + " is missing");
        Path taken = Files.createDirectories(folder.resolve("taken/inside")).getParent();
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> WholeFile.write(taken, "x"));
        onlyHolds("taken");
    }

    @Test
    void whatAKilledProcessLeftIsFoundAndRemoved() throws IOException {
        Bytes.write(folder.resolve(".last.safetensors.4711-3" + PartFile.SUFFIX), "half");
        Bytes.write(folder.resolve("last.safetensors"), "whole");
        assertThat(WholeFile.removeLeftovers(folder)).isEqualTo(1);
        assertThat(WholeFile.removeLeftovers(folder)).isZero();
        onlyHolds("last.safetensors");
    }
}
