package fovea.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The parts of lecture 6's rows that need no data. */
class Lecture6Test {
    private static final Setting SETTING = new Setting(
            name -> {
                throw new AssertionError("no data is needed, but " + name + " was asked for");
            },
            42,
            _ -> {});

    /**
     * Weights N(0, s) multiply the deviation of what tanh leaves nearly as it is by {@code s √300} in each layer; He's keep the second moment
     * of what ReLU leaves; and scaling by what was measured keeps the deviation at 1.
     */
    @Test
    void row66SignalsLiveAndDieAsTheFirstWeightsHaveIt() {
        Map<String, Double> figures = Signals.deviations(SETTING);
        double shrunk = Math.pow(0.01 * Math.sqrt(300), 20);
        assertThat(figures.get("N(0, 0.01), tanh, last deviation")).isCloseTo(shrunk, within(0.2 * shrunk));
        assertThat(figures.get("He, ReLU, largest / least deviation")).isLessThan(2);
        assertThat(figures.get("Xavier, ReLU, last deviation")).isLessThan(2e-3); // 2^(-20/2) of He's
        assertThat(figures.get("Xavier, tanh, last deviation")).isBetween(0.1, 0.5);
        assertThat(figures.get("N(0, 1), tanh, last deviation")).isGreaterThan(0.9); // nothing but −1 and 1
        assertThat(figures.get("data-driven, ReLU, last deviation")).isCloseTo(1, within(1e-4));
        assertThat(figures.get("data-driven, ReLU, largest / least deviation")).isCloseTo(1, within(1e-4));
    }
}
