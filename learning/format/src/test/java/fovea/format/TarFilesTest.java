package fovea.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarFilesTest {
    private static final String LONG = "a/" + "long".repeat(40) + "/name.txt";

    @TempDir
    Path folder;

    @Test
    void longNamesAreReadFromThePaxEntryBeforeTheFile() throws IOException {
        String record = " path=" + LONG + "\n";
        String header = (record.length() + 3) + record;
        Path archive =
                archive(entry("PaxHeader", 'x', header), entry("a/long", '0', "hello"), entry("b", '0', "there"));
        Map<String, byte[]> files = TarFiles.read(archive, 10_000);
        assertThat(files.keySet()).containsExactly(LONG, "b");
        assertThat(files.get(LONG)).asString().isEqualTo("hello");
    }

    @Test
    void longNamesAreReadFromTheGnuEntryBeforeTheFile() throws IOException {
        Path archive = archive(entry("././@LongLink", 'L', LONG + "\0"), entry("a/long", '0', "hello"));
        assertThat(TarFiles.read(archive, 10_000)).containsOnlyKeys(LONG);
    }

    @Test
    void moreThanExpectedIsRefused() throws IOException {
        Path archive = archive(entry("b", '0', "x".repeat(5000)));
        assertThatThrownBy(() -> TarFiles.read(archive, 5000))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("more than the 5000 bytes");
    }

    @Test
    void namesCountToo() throws IOException {
        byte[] name = entry("././@LongLink", 'L', LONG.repeat(20));
        Path archive = archive(name, entry("a", '0', ""), name, entry("b", '0', ""));
        assertThatThrownBy(() -> TarFiles.read(archive, 40L * LONG.length() + 1000))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("more than the");
    }

    private Path archive(byte[]... entries) throws IOException {
        Path file = folder.resolve("x.tar.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (byte[] entry : entries) {
                out.write(entry);
            }
            out.write(new byte[1024]);
        }
        return file;
    }

    private static byte[] entry(String name, char type, String content) {
        byte[] header = new byte[512];
        byte[] body = content.getBytes(StandardCharsets.UTF_8);
        put(header, 0, name);
        put(header, 124, "%011o".formatted(body.length));
        header[156] = (byte) type;
        put(header, 257, "ustar");
        put(header, 148, " ".repeat(8));
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(header);
        all.writeBytes(body);
        all.writeBytes(new byte[-body.length & 511]);
        return all.toByteArray();
    }

    private static void put(byte[] into, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, into, at, bytes.length);
    }
}
