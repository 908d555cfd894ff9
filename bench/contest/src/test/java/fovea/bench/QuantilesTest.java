package fovea.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuantilesTest {
    @Test
    void interpolatesBetweenNeighbors() {
        assertThat(Quantiles.of(List.of(4.0, 1.0, 3.0, 2.0)).median()).isEqualTo(2.5);
    }

    @Test
    void findsTheTenthAndTheNineTenths() {
        List<Double> values = List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0);
        assertThat(Quantiles.of(values)).isEqualTo(new Quantiles(1, 5, 9));
    }

    @Test
    void takesASingleValueForAll() {
        assertThat(Quantiles.of(List.of(7.0))).isEqualTo(new Quantiles(7, 7, 7));
    }
}
