package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConformanceCommandTest {
    @TempDir
    private Path folder;

    private Path pack;

    @BeforeEach
    void write() throws IOException {
        pack = TinyPack.write(folder);
    }

    @Test
    void eachGroupIsCountedAndEachFailureHasItsNumbers() {
        Said said = Said.fovea("conformance", "torch", pack);
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out().lines())
                .containsSequence(
                        "group        passed  total",
                        "activation        1      3",
                        "linear            0      1",
                        "model             0      1",
                        "all               1      5",
                        "",
                        "failed: activation/off (relu)",
                        "  y 1 of 3 elements are wrong; worst at [1]: got 2.00000000, expected 2.50000000, off by"
                                + " 0.500, allowed 0.000260",
                        "  grad_x 1 of 3 elements are wrong; worst at [1]: got 3.00000000, expected 4.00000000, off by"
                                + " 1.00, allowed 0.000410",
                        "",
                        "failed: activation/strange (frobnicate)",
                        "  no operation frobnicate",
                        "",
                        "failed: linear/torn (matmul)")
                .endsWith("failed: model/big (model)", "  the attribute 'fill' is missing; there are []");
        assertThat(said.out()).contains("[2, 3]", "[2, 2]", "  note: shapes that do not fit");
        assertThat(said.err()).isEmpty();
    }

    @Test
    void withJsonThereIsOneObject() {
        Said said = Said.fovea("conformance", "torch", pack, "--json");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).hasLineCount(1);
        assertThat(said.lastLine())
                .startsWith("{\"groups\":[{\"group\":\"activation\",\"passed\":1,\"total\":3},"
                        + "{\"group\":\"linear\",\"passed\":0,\"total\":1},{\"group\":\"model\",\"passed\":0,\"total\":1}],\"failures\":[{\"group\":\"activation\",\"case\":\"off\",\"op\":\"relu\",\"what\":\"y"
                        + " 1 of 3")
                .contains("{\"tensor\":\"grad_x\",\"index\":[1],\"got\":3.0,\"expected\":4.0,\"allowed\":4.1")
                .endsWith("{\"group\":\"model\",\"case\":\"big\",\"op\":\"model\",\"what\":\"the attribute 'fill' is"
                        + " missing; there are []\",\"mismatches\":[]}]}");
    }

    @Test
    void whereAllIsRightTheExitCodeIsZero() {
        Said said = Said.fovea("conformance", "torch", pack, "--only", "activation/r*");
        assertThat(said.code()).isZero();
        assertThat(said.out().lines())
                .containsExactly(
                        "group        passed  total", "activation        1      1", "all               1      1");
        assertThat(Said.fovea("conformance", "torch", pack, "--only", "*/right", "--json")
                        .out())
                .isEqualToIgnoringNewLines(
                        "{\"groups\":[{\"group\":\"activation\",\"passed\":1,\"total\":1}],\"failures\":[]}");
    }

    @Test
    void patternsThatCannotBeMeantAreRefused() {
        Said broken = Said.fovea("conformance", "torch", pack, "--only", "x[/*");
        assertThat(broken.code()).isEqualTo(2);
        assertThat(broken.err()).contains("'x[/*' is no pattern");
        Said none = Said.fovea("conformance", "torch", pack, "--only", "right");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("no case of " + pack + " fits the pattern");
    }

    @Test
    void whatIsNoPackIsRefused() throws IOException {
        refused(folder.resolve("nowhere.zip"), "is missing");
        refused(Files.write(folder.resolve("bad.zip"), new byte[100]), "no ZIP archive");
        refused(archive("other.json", "[]"), "has no cases.json");
        byte[] whole = Files.readAllBytes(pack);
        refused(Files.write(folder.resolve("cut.zip"), java.util.Arrays.copyOf(whole, whole.length / 2)), "cut off");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{} => is no list",
                "[{} => is not valid JSON",
                "[3] => case 0 cannot be read",
                "[{\"name\": 3}] => case 0 cannot be read: the attribute 'tol' is missing",
            })
    void casesThatCannotBeReadAreRefused(String both) throws IOException {
        String[] parts = both.split(" => ");
        refused(archive("cases.json", parts[0]), parts[1]);
    }

    private Path archive(String name, String text) throws IOException {
        Path file = folder.resolve("archive.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            TinyPack.put(zip, name, text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static void refused(Path file, String why) {
        Said said = Said.fovea("conformance", "torch", file);
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).startsWith("fovea: " + file + ": ").contains(why).doesNotContain("fault of Fovea");
    }
}
