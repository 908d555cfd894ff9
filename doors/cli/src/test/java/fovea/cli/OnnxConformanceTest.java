package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** ONNX's own backend tests, where a pack of them is at hand. */
class OnnxConformanceTest {

    /** The few large networks take minutes; they are run by hand. */
    @Test
    void everyTestOfASingleOperatorIsRight() {
        Path pack = pack();
        assumeTrue(Files.exists(pack), "skipped: " + pack + " is absent");
        Said said = Said.fovea("conformance", "onnx", "--only", "{node,simple,pytorch*}/*", pack.toString());
        assertThat(said.out().lines().skip(1).limit(2))
                .as(said.out())
                .allMatch(line -> line.matches("(core|all) +(\\d+) +\\2 +100.00%"));
        assertThat(said.code()).isZero();
    }

    @Test
    void aPackWithoutAListIsRefusedByName() {
        Said said = Said.fovea("conformance", "onnx", "missing.tar.gz");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("missing.tar.gz").contains("is missing");
    }

    /** In the folder of shared files, beside the repository or beside one of the folders around it. */
    private static Path pack() {
        String name = "shared/conformance/onnx-dev.tar.gz";
        Path folder = Repository.root();
        while (folder.getParent() != null && !Files.exists(folder.resolve(name))) {
            folder = folder.getParent();
        }
        return folder.resolve(name);
    }
}
