package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class GraphCommandTest {

    @Test
    void theStepsAndTotalsOfLeNetAreShown() {
        Said said = Said.fovea("graph", "lenet5");
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("Conv[window=[5, 5]", "MaxPool", "MatMul", "f32[1, 10]", "offset ");
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
    void anUnknownModelIsNamed() {
        Said said = Said.fovea("graph", "lenet6");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("there is no model called lenet6", "choose one of linear, mlp");
    }
}
