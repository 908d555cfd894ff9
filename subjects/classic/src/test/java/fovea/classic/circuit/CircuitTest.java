package fovea.classic.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CircuitTest {

    /** The lecture's f = (x + y) z at −2, 5, −4, whose gradients it gives as −4, −4 and 3. */
    @Test
    void theFirstExampleOfTheLecture() {
        Circuit circuit = new Circuit();
        Wire x = circuit.input("x", -2), y = circuit.input("y", 5), z = circuit.input("z", -4);
        Wire f = x.plus(y).named("q").times(z).named("f");
        f.backward();
        assertThat(f.value()).isEqualTo(-12);
        assertThat(x.gradient()).isEqualTo(-4);
        assertThat(y.gradient()).isEqualTo(-4);
        assertThat(z.gradient()).isEqualTo(3);
        assertThat(circuit.toString())
                .isEqualTo("""
                             value   gradient
                    ×  f         -12.00       1.00
                    ├─ +  q        3.00      -4.00
                    │  ├─ x       -2.00      -4.00
                    │  └─ y        5.00      -4.00
                    └─ z          -4.00       3.00\
                    """.replaceFirst(" {9}value" + "   gradient", "              value  " + " gradient"));
    }

    /** The lecture's neuron σ(w₀x₀ + w₁x₁ + w₂) in small gates: it prints 0.73 and −0.20, 0.39, −0.39, −0.59, 0.20. */
    @Test
    void theStagedSigmoidOfTheLecture() {
        Circuit circuit = new Circuit();
        Wire w0 = circuit.input("w0", 2), x0 = circuit.input("x0", -1);
        Wire w1 = circuit.input("w1", -3), x1 = circuit.input("x1", -2);
        Wire w2 = circuit.input("w2", -3);
        Wire sum = w0.times(x0).plus(w1.times(x1)).plus(w2);
        Wire staged = sum.negate().exp().plus(1).reciprocal();
        staged.backward();
        double y = 1 / (1 + Math.exp(-1));
        double slope = y * (1 - y);
        assertThat(staged.value()).isCloseTo(y, within(1e-15));
        assertThat(List.of(w0.gradient(), x0.gradient(), w1.gradient(), x1.gradient(), w2.gradient()))
                .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-15 ? 0 : 1, Double.class)
                .containsExactly(-slope, 2 * slope, -2 * slope, -3 * slope, slope);
        Wire whole = sum.sigmoid();
        whole.backward();
        assertThat(w2.gradient()).isCloseTo(slope, within(1e-15));
        assertThat(whole.value()).isEqualTo(staged.value());
    }

    @Test
    void gradientsAddWhereAWireBranches() {
        Circuit circuit = new Circuit();
        Wire x = circuit.input("x", 3);
        Wire f = x.times(x).plus(x.times(5));
        f.backward();
        assertThat(x.gradient()).isEqualTo(2 * 3 + 5);
        assertThat(circuit.toString()).contains("3.00 (11.00 in all)", "5.00 (11.00 in all)");
    }

    @Test
    void addDistributesMaxRoutesAndMultiplySwitches() {
        Circuit circuit = new Circuit();
        Wire x = circuit.input("x", 3),
                y = circuit.input("y", -4),
                z = circuit.input("z", 2),
                w = circuit.input("w", -1);
        x.times(y).plus(z.max(w)).times(2).backward();
        assertThat(List.of(x.gradient(), y.gradient(), z.gradient(), w.gradient()))
                .containsExactly(-8.0, 6.0, 2.0, 0.0);
    }

    @TestFactory
    Stream<DynamicTest> everyGatesBackwardIsTheSlopeOfItsForward() {
        return Stream.of(
                        new Gate.Add(),
                        new Gate.Subtract(),
                        new Gate.Multiply(),
                        new Gate.Divide(),
                        new Gate.Max(),
                        new Gate.Dot(),
                        new Gate.Scale(-1.7),
                        new Gate.Shift(0.3),
                        new Gate.Square(),
                        new Gate.Reciprocal(),
                        new Gate.Exp(),
                        new Gate.Log(),
                        new Gate.Sigmoid(),
                        new Gate.Tanh(),
                        new Gate.Relu())
                .map(gate -> dynamicTest(gate.symbol(), () -> holdsAgainstSlopes(gate)));
    }

    private static void holdsAgainstSlopes(Gate gate) {
        Circuit circuit = new Circuit();
        double[] at = {0.7, 1.9, -0.4, 2.3};
        int count = gate.inputs() < 0 ? 4 : gate.inputs();
        Wire[] in = new Wire[count];
        for (int i = 0; i < count; i++) {
            in[i] = circuit.input("x" + i, at[i]);
        }
        Wire[] others = java.util.Arrays.copyOfRange(in, 1, count);
        Wire y = in[0].to(gate, others).times(3);
        y.backward();
        for (Wire x : in) {
            double slope = y.slopeBy(x);
            assertThat(x.gradient()).isCloseTo(slope, within(1e-8 * Math.max(1, Math.abs(slope))));
        }
    }

    @Test
    void anInputCanBeSetAndNothingElse() {
        Circuit circuit = new Circuit();
        Wire x = circuit.input("x", 1);
        Wire y = x.exp().log();
        x.set(2);
        assertThat(y.value()).isCloseTo(2, within(1e-15));
        assertThatThrownBy(() -> y.set(1)).hasMessageContaining("only inputs");
        Wire other = new Circuit().input("z", 1);
        assertThatThrownBy(() -> x.plus(other)).hasMessageContaining("another circuit");
        assertThatThrownBy(() -> x.to(new Gate.Divide())).hasMessageContaining("it takes 2");
    }
}
