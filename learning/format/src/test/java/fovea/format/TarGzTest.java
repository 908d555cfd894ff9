package fovea.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarGzTest {
    private static final List<TarGz.Member> WANTED =
            List.of(new TarGz.Member("set/a.bin", 5, 5), new TarGz.Member("set/b.txt", 1, 100));
    private static final byte[] A = Bytes.tarEntry("set/a.bin", '0', Bytes.counting(5));
    private static final byte[] B = Bytes.tarEntry("set/b.txt", '0', Bytes.text("hello"));

    @TempDir
    Path folder;

    private Path out;

    @BeforeEach
    void makeFolder() throws IOException {
        out = Files.createDirectory(folder.resolve("out"));
    }

    private void extract(byte[] archive) {
        TarGz.extract(Bytes.write(folder.resolve("x.tar.gz"), archive), out, WANTED);
    }

    private void refused(byte[] archive, String message) throws IOException {
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> extract(archive))
                .withMessageContaining(message);
        try (var files = Files.list(out)) {
            assertThat(files).as("nothing is left behind").isEmpty();
        }
    }

    @Test
    void takesWhatIsAskedForAndNothingElse() throws IOException {
        byte[] evil = Bytes.tarEntry("../../evil", '0', Bytes.text("x"));
        byte[] link = Bytes.tarEntry("set/c", '2', new byte[0]);
        extract(Bytes.gzip(Bytes.join(evil, A, link, B, Bytes.tarEnd(), new byte[8192])));
        assertThat(Files.readAllBytes(out.resolve("a.bin"))).isEqualTo(Bytes.counting(5));
        assertThat(Files.readString(out.resolve("b.txt"))).isEqualTo("hello");
        try (var files = Files.list(out)) {
            assertThat(files).hasSize(2);
        }
        assertThat(folder.getParent().resolve("evil")).doesNotExist();
    }

    @Test
    void anEarlierFileStaysWhenTheArchiveIsBad() throws IOException {
        Bytes.write(out.resolve("a.bin"), "old");
        byte[] zipped = Bytes.gzip(Bytes.join(A, B, Bytes.tarEnd()));
        zipped[zipped.length - 6] ^= 1; // the checksum: all members have been unpacked by then
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> extract(zipped));
        assertThat(Files.readString(out.resolve("a.bin"))).isEqualTo("old");
        assertThat(out.resolve("b.txt")).doesNotExist();
    }

    @Test
    void incompleteAndWrongArchivesAreRefused() throws IOException {
        refused(Bytes.gzip(Bytes.join(A, Bytes.tarEnd())), "lacks the file set/b.txt");
        refused(Bytes.gzip(Bytes.join(A, A, B, Bytes.tarEnd())), "holds set/a.bin twice");
        byte[] short4 = Bytes.tarEntry("set/a.bin", '0', Bytes.counting(4));
        refused(Bytes.gzip(Bytes.join(short4, B)), "holds set/a.bin with 4 bytes: expected 5");
        byte[] asLink = Bytes.tarEntry("set/a.bin", '2', new byte[0]);
        refused(Bytes.gzip(Bytes.join(asLink, B)), "lacks the file set/a.bin");
        refused(Bytes.gzip(Arrays.copyOf(A, 514)), "ends in the middle of an entry");
        refused(Bytes.gzip(Arrays.copyOf(A, 100)), "ends in the middle of an entry");
        refused(Bytes.gzip(Bytes.text("x".repeat(1024))), "is a damaged tar archive");
        refused(Bytes.text("<html>"), "gzip data is damaged");
        refused(new byte[0], "is cut off");
    }

    @Test
    void aFlippedBitInAHeaderIsNoticed() throws IOException {
        byte[] tar = Bytes.join(A, B, Bytes.tarEnd());
        tar[130] ^= 1;
        refused(Bytes.gzip(tar), "checksum");
    }

    @Test
    void aBombIsStoppedWhereItPassesTheExpectedSize() throws IOException {
        byte[] bomb = Bytes.tarEntry("set/bomb", '0', new byte[30_000_000]);
        refused(Bytes.gzip(Bytes.join(A, bomb, B)), "unpacks to more than the 4194409 bytes");
    }

    @Test
    void aMissingFolderIsNamedAsSuch() {
        Path archive = Bytes.write(folder.resolve("x.tar.gz"), Bytes.gzip(Bytes.join(A, B, Bytes.tarEnd())));
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> TarGz.extract(archive, folder.resolve("none"), WANTED))
                .withMessageContaining("the folder " + folder.resolve("none") + " is missing");
    }
}
