package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Every operation, loss, optimizer, schedule, layer and box against PyTorch's numbers, where a pack of them is at hand. */
class PackConformanceTest {

    /** Whole architectures have tests of their own. */
    @Test
    void everyCaseOfThePackIsRight() {
        Path pack =
                Repository.root().resolve("../shared/conformance/torch-dev.zip").normalize();
        assumeTrue(Files.exists(pack), "skipped: " + pack + " is absent");
        Said said = Said.fovea("conformance", "torch", "--only", "{[!m]*,model/none}/**", pack.toString());
        assertThat(said.out().lines().skip(1).takeWhile(line -> !line.startsWith("all ")))
                .as(said.out())
                .hasSizeGreaterThan(10)
                .allMatch(line -> line.matches("\\w+ +(\\d+) +\\1"));
    }
}
