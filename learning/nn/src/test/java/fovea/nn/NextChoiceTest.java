package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.graph.Compiled;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class NextChoiceTest {
    private static final Tensor LOGITS = Tensor.of((float) Math.log(0.1), (float) Math.log(0.2), (float) Math.log(0.7));

    private static double[] shares(double temperature) {
        int n = 20_000;
        Tensor many = LOGITS.reshape(Shape.of(1, 3)).expand(Shape.of(n, 3));
        double[] shares = new double[3];
        for (int choice :
                NextChoice.sample(many, temperature, RandomStream.of(5)).toInts()) {
            shares[choice] += 1.0 / n;
        }
        return shares;
    }

    @Test
    void choosesWithTheProbabilitiesOfTheModel() {
        assertThat(shares(1)).containsExactly(new double[] {0.1, 0.2, 0.7}, within(0.012));
    }

    /** At ½ probabilities are squared: 1 : 4 : 49. */
    @Test
    void aLowTemperatureFavorsTheLikely() {
        assertThat(shares(0.5)).containsExactly(new double[] {1 / 54.0, 4 / 54.0, 49 / 54.0}, within(0.01));
    }

    @Test
    void withoutTemperatureItTakesTheLikeliest() {
        assertThat(NextChoice.sample(LOGITS, 0, RandomStream.of(1)).item()).isEqualTo(2);
        assertThat(NextChoice.likeliest(Tensor.of(Shape.of(2, 2), 1f, 2, 4, 3)).toInts())
                .containsExactly(1, 0);
    }

    @Test
    void aCompiledFunctionChoosesAnewEachTime() {
        Tensor even = Tensor.zeros(Shape.of(64, 5));
        RandomStream random = RandomStream.of(9);
        Compiled compiled = Compiled.of(in -> List.of(NextChoice.sample(in.getFirst(), 1, random)));
        int[] first = compiled.run(even).getFirst().toInts();
        int[] second = compiled.run(even).getFirst().toInts();
        assertThat(second).isNotEqualTo(first);
        RandomStream again = RandomStream.of(9);
        assertThat(NextChoice.sample(even, 1, again).toInts()).isEqualTo(first);
        assertThat(NextChoice.sample(even, 1, again).toInts()).isEqualTo(second);
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> NextChoice.sample(LOGITS, -1, RandomStream.of(1)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("sample: the temperature is -1.0%n  it is 0 or more; 1 leaves probabilities as they are"
                        .formatted());
        assertThatThrownBy(() -> NextChoice.likeliest(Tensor.zeros(Shape.of(1, 2, 3))))
                .hasMessage("sample: the logits are [1, 2, 3]%n  they must be [N, C] or [C]".formatted());
    }
}
