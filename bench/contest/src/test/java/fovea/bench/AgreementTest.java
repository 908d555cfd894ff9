package fovea.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private static final List<Float> EXPECTED = List.of(2.5f, 2.4f, 2.3f, 2.2f, 2.1f);

    @Test
    void letsRoundingPass() {
        assertThatCode(() -> Agreement.check("a", EXPECTED, "b", List.of(2.50005f, 2.41f, 2.31f, 2.19f, 2.11f)))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAnotherForwardPass() {
        assertThatThrownBy(() -> Agreement.check("a", EXPECTED, "b", List.of(2.5002f, 2.4f, 2.3f, 2.2f, 2.1f)))
                .isInstanceOf(ContestException.class)
                .hasMessageContaining("b does not compute what a does: loss 2.5002 instead of 2.5 at step 1")
                .hasMessageContaining("forward pass");
    }

    @Test
    void refusesAnotherOptimizer() {
        assertThatThrownBy(() -> Agreement.check("a", EXPECTED, "b", List.of(2.5f, 2.4f, 2.3f, 2.2f, 2.13f)))
                .isInstanceOf(ContestException.class)
                .hasMessageContaining("at step 5")
                .hasMessageContaining("optimizer");
    }

    @Test
    void refusesNaN() {
        assertThatThrownBy(() -> Agreement.check("a", EXPECTED, "b", List.of(2.5f, Float.NaN, 2.3f, 2.2f, 2.1f)))
                .isInstanceOf(ContestException.class)
                .hasMessageContaining("NaN");
    }
}
