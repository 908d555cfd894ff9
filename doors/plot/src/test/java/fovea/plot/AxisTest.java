package fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AxisTest {

    private static final double NO_CEILING = Double.POSITIVE_INFINITY;

    @Test
    void ticksAreRoundAndCoverTheValues() {
        assertThat(labels(Axis.upright(DoubleStream.of(0.05, 2.2), NO_CEILING)))
                .containsExactly("0", "0.5", "1.0", "1.5", "2.0", "2.5");
        assertThat(labels(Axis.upright(DoubleStream.of(0.971, 0.9885), NO_CEILING)))
                .containsExactly("0.970", "0.975", "0.980", "0.985", "0.990");
    }

    @Test
    void epochsAreWhole() {
        assertThat(labels(Axis.along(DoubleStream.of(1, 3), 1))).containsExactly("1", "2", "3");
        assertThat(labels(Axis.along(DoubleStream.of(7), 1))).contains("7");
        assertThat(labels(Axis.along(DoubleStream.of(1, 300), 1)))
                .containsExactly("0", "50", "100", "150", "200", "250", "300");
    }

    @Test
    void sharesEndAtAHundredPercent() {
        Axis axis = Axis.upright(DoubleStream.of(0.4, 0.985), 1);
        assertThat(axis.high()).isEqualTo(1);
        assertThat(axis.percent(1)).isEqualTo("100 %");
        assertThat(Axis.upright(DoubleStream.of(1, 1, 1), 1).high()).isEqualTo(1);
        assertThat(Axis.upright(DoubleStream.of(0.2, 1.3), 1).high()).isGreaterThanOrEqualTo(1.3);
    }

    @Test
    void largeAndSmallNumbersAreShort() {
        assertThat(labels(Axis.upright(DoubleStream.of(0, 1e9), NO_CEILING)))
                .containsExactly("0", "2e8", "4e8", "6e8", "8e8", "1e9");
        assertThat(labels(Axis.upright(DoubleStream.of(0, 3e-7), NO_CEILING))).contains("0", "1e-7", "3e-7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-0.0",
                "5",
                "-5",
                "1e300,-1e300",
                "1e-310",
                "1e-310,5e-310",
                "1e15,1000000000000001",
                "NaN,1",
                "Infinity,2",
                "1.7e308",
                "-3,-2",
                "1,1.0000000001",
                "0,4.9e-324"
            })
    void anyValuesGiveAFewTicksInsideTheAxis(String values) {
        double[] numbers = values.isEmpty()
                ? new double[0]
                : Arrays.stream(values.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
        for (Axis axis : List.of(
                Axis.upright(Arrays.stream(numbers), NO_CEILING),
                Axis.upright(Arrays.stream(numbers), 1),
                Axis.along(Arrays.stream(numbers), 1),
                Axis.along(Arrays.stream(numbers), 0))) {
            assertThat(axis.high()).isGreaterThan(axis.low());
            assertThat(axis.ticks()).hasSizeBetween(1, 12).allSatisfy(tick -> {
                assertThat(axis.place(tick)).isBetween(-1e-5, 1 + 1e-5);
                assertThat(axis.label(tick)).isNotBlank();
            });
            assertThat(Arrays.stream(numbers).filter(Axis::holds).boxed())
                    .allSatisfy(value -> assertThat(axis.place(value)).isBetween(-1e-5, 1 + 1e-5));
        }
    }

    private static List<String> labels(Axis axis) {
        return axis.ticks().stream().map(axis::label).toList();
    }
}
