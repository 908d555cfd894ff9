package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.format.NdArray;
import fovea.format.Npy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatsConformanceTest {
    /** What each of the files is said to be. */
    private static final String LIST = """
        [{"file": "npy/right.npy", "format": "npy", "status": "ok",
          "tensors": {"": {"dtype": "float32", "shape": [2], "values": [1.5, "Infinity"]}}},
         {"file": "npy/off.npy", "format": "npy", "status": "ok-or-reject", "note": "one element differs",
          "tensors": {"": {"dtype": "float32", "shape": [2], "values": [1.5, 2.0]}}},
         {"file": "npy/shape.npy", "format": "npy", "status": "ok",
          "tensors": {"": {"dtype": "float32", "shape": [1, 2], "values": [1.5, "Infinity"]}}},
         {"file": "bad/torn.npy", "format": "npy", "status": "ok", "reason": "cut off"},
         {"file": "bad/whole.npy", "format": "npy", "status": "reject"},
         {"file": "bad/torn.npy", "format": "npy", "status": "reject", "canary": "/nowhere/canary"},
         {"file": "odd/x.bin", "format": "odd", "status": "ok"}]
        """;

    @TempDir
    private Path folder;

    private Path pack;

    @BeforeEach
    void write() throws IOException {
        Path npy = folder.resolve("x.npy");
        Npy.write(npy, NdArray.ofFloats(new long[] {2}, 1.5f, Float.POSITIVE_INFINITY));
        byte[] bytes = Files.readAllBytes(npy);
        pack = folder.resolve("pack.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(pack))) {
            out.write(entry("pack/expected.json", LIST.getBytes(StandardCharsets.UTF_8)));
            for (String name : new String[] {"npy/right.npy", "npy/off.npy", "npy/shape.npy", "bad/whole.npy"}) {
                out.write(entry("pack/" + name, bytes));
            }
            out.write(entry("pack/bad/torn.npy", Arrays.copyOf(bytes, 100)));
            out.write(new byte[1024]);
        }
    }

    @Test
    void eachFormatIsCountedAndEachFailureSaysWhatCameOfTheFile() {
        Said said = Said.fovea("conformance", "formats", pack);
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out().lines())
                .containsSequence(
                        "format       passed  total",
                        "npy               2      6",
                        "odd               0      1",
                        "all               2      7",
                        "",
                        "failed: npy/off.npy",
                        "  '' has Infinity at 1: expected 2.0",
                        "  note: one element differs",
                        "",
                        "failed: npy/shape.npy",
                        "  '' is [2]: expected [1, 2], 2 values",
                        "",
                        "failed: bad/torn.npy")
                .containsSequence("failed: bad/whole.npy", "  was read, and must be refused");
        assertThat(said.out()).contains("was refused: ", "claims a header", "the format 'odd' is unknown");
    }

    @Test
    void withJsonThereIsOneObject() {
        Said said = Said.fovea("conformance", "formats", pack, "--only", "npy/[ro]*", "--json");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out())
                .isEqualToIgnoringNewLines("{\"formats\":[{\"format\":\"npy\",\"passed\":1,\"total\":2}],\"failures\":"
                        + "[{\"file\":\"npy/off.npy\",\"format\":\"npy\",\"what\":\"'' has Infinity at 1: expected"
                        + " 2.0\"}]}");
    }

    @Test
    void whatIsNoPackIsRefusedAndNothingIsWrittenOutsideOfIt() throws IOException {
        refused(folder.resolve("nowhere.tar.gz"), "is missing");
        refused(archive(entry("pack/other.json", new byte[2])), "has no expected.json");
        refused(archive(entry("expected.json", "{".getBytes(StandardCharsets.UTF_8))), "cannot be read");
        refused(
                archive(entry("expected.json", "[]".getBytes(StandardCharsets.UTF_8)), entry("../../x", new byte[1])),
                "outside of its folder");
        Said none = Said.fovea("conformance", "formats", pack, "--only", "nothing");
        assertThat(none.err()).contains("no file of " + pack + " fits the pattern");
    }

    private Path archive(byte[]... entries) throws IOException {
        Path file = folder.resolve("archive.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (byte[] entry : entries) {
                out.write(entry);
            }
            out.write(new byte[1024]);
        }
        return file;
    }

    private static void refused(Path file, String why) {
        Said said = Said.fovea("conformance", "formats", file);
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).startsWith("fovea: " + file + ": ").contains(why).doesNotContain("fault of Fovea");
    }

    /** One entry of a tar archive. */
    private static byte[] entry(String name, byte[] content) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 124, "%011o\0".formatted(content.length));
        put(header, 148, "        ");
        header[156] = '0';
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        entry.writeBytes(header);
        entry.writeBytes(content);
        entry.writeBytes(new byte[-content.length & 511]);
        return entry.toByteArray();
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    @Test
    void everyFileOfThePackIsReadOrRefusedAsItMustBe() {
        Path real = Repository.root()
                .resolve("../shared/conformance/formats-dev.tar.gz")
                .normalize();
        assumeTrue(Files.exists(real), "skipped: " + real + " is absent");
        Said said = Said.fovea("conformance", "formats", real.toString());
        assertThat(said.out().lines().skip(1).takeWhile(line -> !line.startsWith("all ")))
                .as(said.out())
                .hasSizeGreaterThan(5)
                .allMatch(line -> line.matches("[\\w-]+ +(\\d+) +\\1"));
        assertThat(said.code()).isZero();
    }
}
