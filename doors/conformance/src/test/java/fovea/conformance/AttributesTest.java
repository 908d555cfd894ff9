package fovea.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AttributesTest {
    private final Attributes attributes = read("""
            {"case": {"n": 3, "x": 0.5, "p": "inf", "q": "-2.5", "on": true, "mode": "mean", "none": null, "many": [1, 2],
             "some": [null, 4], "reals": [0.1, 2], "words": ["a", "b"], "inner": {"k": 1}, "inners": [{"k": 2}, {}]}}
            """);

    private static Attributes read(String json) {
        Object value = JsonReader.read(json.getBytes(StandardCharsets.UTF_8));
        return new Attributes(java.util.Map.of("root", value)).nested("root").nested("case");
    }

    @Test
    void eachIsReadAsTheTypeItIsAskedFor() {
        assertThat(attributes.integer("n")).isEqualTo(3);
        assertThat(attributes.number("n")).isEqualTo(3);
        assertThat(attributes.number("x")).isEqualTo(0.5);
        assertThat(attributes.number("p")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(attributes.number("q")).isEqualTo(-2.5);
        assertThat(attributes.bool("on")).isTrue();
        assertThat(attributes.text("mode")).isEqualTo("mean");
        assertThat(attributes.numbers("reals")).containsExactly(0.1, 2);
        assertThat(attributes.numbers("x")).containsExactly(0.5);
        assertThat(attributes.texts("words")).containsExactly("a", "b");
        assertThat(attributes.nested("inner").integer("k")).isEqualTo(1);
        assertThat(attributes.list("inners")).extracting(each -> each.has("k")).containsExactly(true, false);
    }

    @Test
    void oneNumberHoldsForAllAxes() {
        assertThat(attributes.ints("n")).containsExactly(3);
        assertThat(attributes.ints("n", 2)).containsExactly(3, 3);
        assertThat(attributes.ints("many", 2)).containsExactly(1, 2);
        assertThat(attributes.ints("some")).containsExactly(-1, 4);
        assertThat(attributes.ints("absent", 3, 7)).containsExactly(7, 7, 7);
    }

    @Test
    void nullCountsAsNotGiven() {
        assertThat(attributes.has("none")).isFalse();
        assertThat(attributes.integer("none", 5)).isEqualTo(5);
        assertThat(attributes.number("none", 0.25)).isEqualTo(0.25);
        assertThat(attributes.bool("none", true)).isTrue();
        assertThat(attributes.text("none", "sum")).isEqualTo("sum");
    }

    @Test
    void aMistakeNamesTheAttributeAndWhatItIs() {
        refused(() -> attributes.integer("none"), "the attribute 'none' is missing; there are [n, x, p, q, on");
        refused(() -> attributes.integer("x"), "the attribute 'x' is 0.5: expected a whole number");
        refused(() -> attributes.number("mode"), "the attribute 'mode' is mean: expected a number");
        refused(() -> attributes.bool("n"), "the attribute 'n' is 3: expected true or false");
        refused(() -> attributes.text("n"), "the attribute 'n' is 3: expected text");
        refused(() -> attributes.ints("many", 3), "is [1, 2]: expected one whole number or a list of 3");
        refused(() -> attributes.texts("many"), "is [1, 2]: expected text");
        refused(() -> attributes.nested("n"), "expected an object");
        refused(() -> attributes.list("many"), "expected an object");
        refused(() -> attributes.list("n"), "expected a list of objects");
    }

    private static void refused(ThrowingCallable read, String message) {
        assertThatExceptionOfType(CaseException.class).isThrownBy(read).withMessageContaining(message);
    }

    @Test
    void jsonIsReadInItsOrder() {
        Object value = JsonReader.read("[1, -2.5, \"a\", false, {\"b\": []}]".getBytes(StandardCharsets.UTF_8));
        assertThat(value).isEqualTo(List.of(1L, -2.5, "a", false, java.util.Map.of("b", List.of())));
    }
}
