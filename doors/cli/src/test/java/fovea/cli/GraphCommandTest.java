package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class GraphCommandTest {

    @Test
    void theStepsAndTotalsOfLeNetAreShown() {
        Said said = Said.fovea("graph", "lenet5");
        assertThat(said.code()).isZero();
        assertThat(said.out())
                .contains("Conv[window=[5, 5]", "Largest[window=[2, 2]", "MatMul", "f32[1, 10]", "offset ");
        assertThat(said.lastLine()).contains(" steps, ", " bytes in one slab, 246,824 bytes of weights");
    }

    @Test
    void machinesGetOneObject() {
        Said said = Said.fovea("graph", "lenet5", "--json");
        assertThat(said.out())
                .hasLineCount(1)
                .startsWith("{\"model\":\"lenet5\"")
                .contains("\"slab_bytes\":");
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), said.out())) {
            parser.nextToken();
            parser.skipChildren();
            assertThat(parser.nextToken()).isNull();
        }
    }

    @Test
    void aTrainingStepIsShownTimedAndDrawn(@TempDir Path folder) throws Exception {
        Path picture = folder.resolve("plan.svg");
        Said said = Said.fovea(
                "graph", "lenet5", "--input", "4,1,28,28", "--training", "--time", "--draw", picture.toString());
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("WeightGradient", "MaxPool", " ms, ", " %");
        assertThat(said.lastLine()).matches("[0-9.]+ ms in all steps");
        assertThat(Files.readString(picture)).startsWith("<svg").contains("lenet5, [4, 1, 28, 28]: a training step");
        assertThat(Said.fovea("graph", "lenet5", "--training", "--json").out())
                .contains("\"training\":true")
                .doesNotContain("\"ms\":");
        assertThat(Said.fovea("graph", "lenet5", "--time", "--json").out()).contains("\"ms\":");
    }

    @Test
    void aPictureOfNoKnownKindIsRefused() {
        Said said = Said.fovea("graph", "lenet5", "--draw", "plan.gif");
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("--draw wants a file that ends in .svg or .png; plan.gif does neither");
    }

    @Test
    void anUnknownModelIsNamed() {
        Said said = Said.fovea("graph", "lenet6");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("there is no model called lenet6", "choose one of linear, mlp");
    }
}
