package fovea.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void writesMembersInOrderOnOneLine() {
        Json json = new Json()
                .put("b", "x")
                .put("a", 1.5)
                .put("n", 2)
                .put("p", Double.NaN)
                .put("l", List.of(0.5f, Float.NaN));
        assertThat(json).hasToString("{\"b\":\"x\",\"a\":1.50000,\"n\":2,\"p\":null,\"l\":[0.5,null]}");
    }

    @Test
    void escapesWhatJsonReserves() {
        assertThat(new Json().put("k", "a\"b\\c\nd")).hasToString("{\"k\":\"a\\\"b\\\\c\\u000ad\"}");
    }

    @Test
    void hasNoNumberForInfinity() {
        assertThat(new Json().put("k", Double.POSITIVE_INFINITY)).hasToString("{\"k\":null}");
    }
}
