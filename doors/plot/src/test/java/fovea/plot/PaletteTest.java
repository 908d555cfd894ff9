package fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaletteTest {

    @Test
    void aLargerShareIsDarker() {
        double[] light = IntStream.rangeClosed(0, 50)
                .mapToDouble(i -> Palette.luminance(Palette.share(i / 50.0)))
                .toArray();
        for (int i = 1; i < light.length; i++) {
            assertThat(light[i]).isLessThan(light[i - 1]);
        }
    }

    /** WCAG 2.2 asks 4.5 of small letters. */
    @Test
    void numbersAreReadableOnEveryShare() {
        for (int i = 0; i <= 1000; i++) {
            int below = Palette.share(i / 1000.0);
            assertThat(contrast(Palette.on(below), below)).as("share %d ‰", i).isGreaterThan(4.5);
        }
    }

    @Test
    void theEndsOfTheRampAreWhiteAndDark() {
        assertThat(Palette.share(0)).isEqualTo(0xffffff);
        assertThat(Palette.share(-1)).isEqualTo(0xffffff);
        assertThat(Palette.share(2)).isEqualTo(Palette.share(1)).isEqualTo(0x002f52);
    }

    @Test
    void linesHaveColorsOfTheirOwn() {
        assertThat(IntStream.range(0, Palette.lines()).map(Palette::line)).doesNotHaveDuplicates();
        assertThat(Palette.line(Palette.lines())).isEqualTo(Palette.line(0));
    }

    private static double contrast(int a, int b) {
        double x = Palette.luminance(a), y = Palette.luminance(b);
        return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
    }
}
