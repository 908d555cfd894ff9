package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aSoundNetworkIsSaidToBeOneAndDrawn() {
        Path out = folder.resolve("check");
        Said said = Said.fovea("check", "--model", "linear", "--out", out.toString());
        assertThat(said.out()).contains("guessing costs 2.303", "learned by heart", "goes up to 0.02");
        assertThat(said.code()).as(said.out()).isZero();
        assertThat(out).isDirectoryContaining("glob:**/{overfitting,rates,signals,updates}.png");
    }

    @Test
    void aRateThatIsTooHighEndsWithOne() {
        Said said = Said.fovea(
                "check",
                "--model",
                "linear",
                "--lr",
                "1e6",
                "--json",
                "--out",
                folder.resolve("x").toString());
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).contains("\"sound\":false", "lower it", "\"what\":\"RateRange\"");
    }

    @Test
    void wrongWordsAreRefused() {
        assertThat(Said.fovea("check", "--model", "lenet6").code()).isEqualTo(2);
        assertThat(Said.fovea("check", "--lr", "-1").err()).contains("above 0 and finite");
    }
}
