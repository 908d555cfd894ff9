package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class NormalizationTest {

    @Test
    void isComputedPerChannel() {
        Image first = Image.of(1, 2, 3, new byte[] {0, 10, (byte) 200, 100, 10, (byte) 220});
        Image second = Image.of(1, 2, 3, new byte[] {0, 10, (byte) 200, 100, 10, (byte) 220});
        Source source =
                new MemorySource(List.of(new Sample("1", first, 0), new Sample("2", second, 1)), List.of("x", "y"));
        Normalization normalization = Normalization.of(source);
        assertThat(normalization.mean())
                .usingElementComparator(NormalizationTest::near)
                .containsExactly(50 / 255.0, 10 / 255.0, 210 / 255.0);
        assertThat(normalization.std())
                .usingElementComparator(NormalizationTest::near)
                .containsExactly(50 / 255.0, 1.0, 10 / 255.0);
    }

    @Test
    void makesMeanZeroAndDeviationOne() {
        Source source = Pictures.noise(50, 8, 3);
        Normalization normalization = Normalization.of(source);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < source.size(); i++) {
            for (float x : normalization.apply(source.get(i).image())) {
                sum += x;
                squares += x * x;
            }
        }
        int count = 50 * 8 * 8 * 3;
        assertThat(sum / count).isCloseTo(0, within(1e-5));
        assertThat(squares / count).isCloseTo(1, within(1e-5));
    }

    @Test
    void refusesDeviationsOfZero() {
        assertThatThrownBy(() -> new Normalization(List.of(0.5), List.of(0.0))).hasMessageContaining("std above 0");
        assertThatThrownBy(() -> new Normalization(List.of(0.5), List.of(1.0, 1.0)))
                .hasMessageContaining("per channel");
    }

    private static int near(double a, double b) {
        return Math.abs(a - b) < 1e-9 ? 0 : Double.compare(a, b);
    }
}
