package fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.plot.SlabMap.Step;
import fovea.plot.SlabMap.Value;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlabMapTest {
    private static final long MEGABYTE = 1 << 20;

    /** A value of 2 MB made by the first step and read by the second, one of 1 MB above it made by the second. */
    private static final SlabMap TWO = new SlabMap(
            "Two steps",
            4 * MEGABYTE,
            List.of(new Step("Conv", 3), new Step("Relu", 1)),
            List.of(new Value(0, 2 * MEGABYTE, 0, 1), new Value(2 * MEGABYTE, MEGABYTE, 1, 1)));

    @Test
    void valuesLieWhereTheyLieWhileTheyLive() {
        List<Mark.Box> boxes = Pages.marks(new SlabMapLayout(TWO).drawing(), Mark.Box.class);
        Mark.Box wide = boxes.get(0);
        Mark.Box narrow = boxes.get(1);
        assertThat(wide.width()).isEqualTo(2 * narrow.width());
        assertThat(wide.height()).isCloseTo(2 * narrow.height(), within(1e-9));
        assertThat(narrow.y() + narrow.height()).as("it lies on the other").isCloseTo(wide.y(), within(1e-9));
        assertThat(narrow.x()).isEqualTo(wide.x() + narrow.width());
        assertThat(wide.rgb()).isEqualTo(Palette.line(0)).isNotEqualTo(narrow.rgb());
    }

    @Test
    void theHeightOfABarIsItsTime() {
        List<Mark.Box> boxes = Pages.marks(new SlabMapLayout(TWO).drawing(), Mark.Box.class);
        assertThat(boxes.get(2).height()).isCloseTo(3 * boxes.get(3).height(), within(1e-9));
        assertThat(boxes.get(2).rgb()).isEqualTo(boxes.get(0).rgb());
        assertThat(Pages.texts(new SlabMapLayout(TWO).drawing()))
                .contains("Two steps", "Conv: 1 step, 3.00 ms, 75 %", "Relu: 1 step, 1.00 ms, 25 %");
    }

    @Test
    void withoutTimesThereIsNoTime() throws Exception {
        List<Step> many = IntStream.range(0, 40)
                .mapToObj(i -> new Step("kind " + i % 10, 0))
                .toList();
        SlabMap map = new SlabMap("", 100, many, List.of());
        Drawing drawing = new SlabMapLayout(map).drawing();
        assertThat(Pages.texts(drawing))
                .contains("kind 0: 4 steps", "others: 16 steps")
                .noneMatch(t -> t.contains("ms"));
        Pages.assertTextsInside(drawing);
        Pages.parsed(map.picture().svg());
    }

    @Test
    void refusesWhatCannotBe() {
        List<Step> one = List.of(new Step("Conv", 0));
        assertThatThrownBy(() -> new SlabMap("", 10, List.of(), List.of())).hasMessageContaining("0 steps");
        assertThatThrownBy(() -> new SlabMap("", 10, one, List.of(new Value(8, 3, 0, 0))))
                .hasMessageContaining("bytes 8 to 11 of 10");
        assertThatThrownBy(() -> new SlabMap("", 10, one, List.of(new Value(0, 3, 0, 1))))
                .hasMessageContaining("steps 0 to 1, of 1");
    }
}
