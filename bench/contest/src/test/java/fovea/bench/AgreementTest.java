package fovea.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private static final List<float[]> EXPECTED = losses(2.5f, 2.4f, 2.3f, 2.2f, 2.1f);

    private final Agreement agreement = Agreement.ofLosses(Precision.F32);

    private static List<float[]> losses(Float... losses) {
        return Stream.of(losses).map(loss -> new float[] {loss}).toList();
    }

    @Test
    void letsRoundingPass() {
        assertThatCode(() -> agreement.check("a", EXPECTED, "b", losses(2.50005f, 2.41f, 2.31f, 2.19f, 2.11f)))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAnotherForwardPass() {
        assertThatThrownBy(() -> agreement.check("a", EXPECTED, "b", losses(2.5004f, 2.4f, 2.3f, 2.2f, 2.1f)))
                .isInstanceOf(ContestException.class)
                .hasMessageContaining("b does not compute what a does: loss 2.5004 instead of 2.5 at step 1")
                .hasMessageContaining("forward pass");
    }

    @Test
    void refusesAnotherOptimizer() {
        assertThatThrownBy(() -> agreement.check("a", EXPECTED, "b", losses(2.5f, 2.4f, 2.3f, 2.2f, 2.13f)))
                .isInstanceOf(ContestException.class)
                .hasMessageContaining("at step 5")
                .hasMessageContaining("optimizer");
    }

    @Test
    void refusesNaN() {
        assertThatThrownBy(() -> agreement.check("a", EXPECTED, "b", losses(2.5f, Float.NaN, 2.3f, 2.2f, 2.1f)))
                .isInstanceOf(ContestException.class)
                .hasMessageContaining("NaN");
    }

    @Test
    void comparesLogitsWithTheLargest() {
        Agreement logits = Agreement.ofLogits(Precision.F32);
        List<float[]> expected = same(100, 1, -2);
        assertThatCode(() -> logits.check("a", expected, "b", same(100, 1.09f, -2)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> logits.check("a", expected, "b", same(100, 1.11f, -2)))
                .hasMessageContaining("number 1 1.11 instead of 1.0");
        assertThatThrownBy(() -> logits.check("a", expected, "b", same(100, 1)))
                .hasMessageContaining("2 numbers instead of 3");
    }

    private static List<float[]> same(float... logits) {
        return List.of(logits, logits, logits, logits, logits);
    }
}
