package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsCommandTest {
    private static final String HEAD = "row,figure,value,seconds,seed,data,machine,commit,date\n";

    private static String line(String row, String figure, double value) {
        return row + ",\"" + figure + "\"," + value + ",1300.0,42,cifar10 00,a machine,abc,2026-11-27\n";
    }

    private static String network(String row, String name, double accuracy) {
        return line(row, "test accuracy, " + name, accuracy)
                + line(row, "parameters, " + name, 269722)
                + line(row, "multiply-adds, " + name, 40551040)
                + line(row, "memory MB, " + name, 0.8154)
                + line(row, "training s, " + name, 1200);
    }

    @Test
    void thePageIsWrittenAgainWithoutMeasuring(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("results.csv"), HEAD + network("9.12", "cuda-convnet", 0.81));
        Said said = Said.fovea("results", "--page", "--out", folder);
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(Files.readString(folder.resolve("results.md"))).contains("test accuracy, cuda-convnet **0.81**");
        assertThat(Files.readString(folder.resolve("images/accuracy-cost.svg"))).contains("cuda-convnet");
    }

    @Test
    void rowsMeasuredElsewhereAreJoined(@TempDir Path folder) throws Exception {
        Path other = Files.createDirectories(folder.resolve("other")).resolve("results.csv");
        Files.writeString(other, HEAD + network("9.3", "pre-act ResNet-20", 0.88));
        Path out = folder.resolve("docs");
        Files.createDirectories(out);
        Files.writeString(
                out.resolve("results.csv"),
                HEAD + network("9.3", "pre-act ResNet-20", 0.5) + network("9.12", "cuda-convnet", 0.81));
        Said said = Said.fovea("results", "--join", other, "--out", out);
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.err()).contains(other + ": 9.3");
        assertThat(Files.readString(out.resolve("results.csv")))
                .contains("\"test accuracy, pre-act ResNet-20\",0.88,", "\"test accuracy, cuda-convnet\",0.81,")
                .doesNotContain(",0.5,");
    }

    @Test
    void whatCannotBeWrittenAgainIsRefused(@TempDir Path folder) {
        Said nothing = Said.fovea("results", "--page", "--out", folder);
        assertThat(nothing.code()).isNotZero();
        assertThat(nothing.err()).contains("nothing was measured in " + folder);
        Path absent = folder.resolve("absent.csv");
        assertThat(Said.fovea("results", "--join", absent, "--out", folder).err())
                .contains(absent + " is not there");
        assertThat(Said.fovea("results", "9.1", "--page", "--out", folder).err())
                .contains("leave ROW");
    }

    @Test
    void countsAreMeasuredFromTheCommandLine(@TempDir Path folder) throws Exception {
        Said said = Said.fovea("results", "9.14", "--out", folder);
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("9.14  bar, ");
        assertThat(Files.readString(folder.resolve("results.md"))).contains("conv1 of AlexNet, parameters **34,944**");
    }
}
