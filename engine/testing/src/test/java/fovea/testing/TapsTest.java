package fovea.testing;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.autograd.Autograd;
import fovea.autograd.Autograd.AtTaps;
import fovea.graph.Compiled;
import fovea.tensor.Taps;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Intermediate values, read and differentiated by, by name. */
class TapsTest {
    private static final Tensor X = Tensor.of(1, 2);

    /** {@code Σ (3x)² · 2}, with names on the way. */
    private static Tensor model(Tensor x) {
        Tensor a = Taps.tap("a", x.mul(3));
        Tensor b = Taps.tap("b", a.square());
        return b.mul(2).sum();
    }

    @Test
    void valuesAreReadOnTheWay() {
        Taps.Observed<Tensor> seen = Taps.observe(List.of("b", "a"), () -> model(X));
        assertThat(seen.result().item()).isEqualTo(90);
        assertThat(elements(seen.values(), "a")).containsExactly(3, 6);
        assertThat(elements(seen.values(), "b")).containsExactly(9, 36);
    }

    private static float[] elements(Map<String, Tensor> values, String name) {
        return Objects.requireNonNull(values.get(name)).toArray();
    }

    @Test
    void gradientsByIntermediateValues() {
        AtTaps found = Autograd.gradientsAt(List.of("a", "b"), () -> model(X));
        assertThat(found.value().item()).isEqualTo(90);
        assertThat(elements(found.values(), "a")).containsExactly(3, 6);
        assertThat(elements(found.gradients(), "a")).as("4a, through b").containsExactly(12, 24);
        assertThat(elements(found.gradients(), "b")).containsExactly(2, 2);
    }

    @Test
    void nothingBeforeTheFirstNamedPointIsDifferentiated() {
        long products = Listening.count(
                "mul", () -> Autograd.gradientsAt(List.of("b"), () -> Taps.tap("b", X.exp().exp())
                        .sum()));
        assertThat(products).isZero();
    }

    @Test
    void whatTheLossDoesNotDependOnHasZeroGradient() {
        AtTaps found = Autograd.gradientsAt(List.of("a"), () -> {
            Taps.tap("a", X.mul(3));
            return X.sum();
        });
        assertThat(elements(found.gradients(), "a")).containsExactly(0, 0);
    }

    @Test
    void observedInsideAGradientValuesCanBeDifferentiated() {
        Tensor gradient = Autograd.gradient(X, x -> {
            Taps.Observed<Tensor> seen = Taps.observe(List.of("b"), () -> model(x));
            return Objects.requireNonNull(seen.values().get("b")).sum();
        });
        assertThat(gradient.toArray()).as("of 9x²").containsExactly(18, 36);
    }

    @Test
    void observedOutsideAGradientValuesAreThere() {
        Taps.Observed<Tensor> seen = Taps.observe(List.of("b"), () -> Autograd.gradient(X, TapsTest::model));
        assertThat(Objects.requireNonNull(seen.values().get("b")).add(1).toArray())
                .containsExactly(10, 37);
    }

    @Test
    void gradientsByIntermediateValuesOfADerivative() {
        AtTaps found = Autograd.gradientsAt(
                List.of("a"), () -> Autograd.gradient(X, TapsTest::model).square().sum());
        assertThat(elements(found.gradients(), "a"))
                .as("(3 · 4a)², by a: 288a")
                .containsExactly(864, 1728);
    }

    @Test
    void intermediateGradientsOfSecondOrder() {
        Tensor second = Autograd.gradient(X, x -> {
            AtTaps found = Autograd.gradientsAt(List.of("a"), () -> model(x));
            return Objects.requireNonNull(found.gradients().get("a")).square().sum();
        });
        assertThat(second.toArray()).as("of (12x)²").containsExactly(288, 576);
    }

    @Test
    void namesWorkInCompiledFunctions() {
        Compiled inside = Compiled.of(in -> {
            AtTaps found = Autograd.gradientsAt(List.of("a"), () -> model(in.getFirst()));
            return List.of(Objects.requireNonNull(found.gradients().get("a")));
        });
        assertThat(inside.run(X).getFirst().toArray()).containsExactly(12, 24);
        Compiled model = Compiled.of(in -> List.of(model(in.getFirst())));
        model.run(X);
        Taps.Observed<List<Tensor>> seen = Taps.observe(List.of("a"), () -> model.run(X));
        assertThat(elements(seen.values(), "a")).containsExactly(3, 6);
    }
}
