package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.autograd.Autograd;
import fovea.tensor.Shape;
import fovea.tensor.Taps;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the layers of a model hold and have for gradients, by the names that {@link Variables} gives them. */
class NamesTest {
    private final SplittableRandom random = new SplittableRandom(7);
    private final Sequential model =
            Sequential.of(Linear.of(4, 3, random), Tensor::relu, Sequential.of(Linear.of(3, 3, random), Tensor::relu));
    private final Tensor x = Tensor.of(Shape.of(2, 4), 1f, -2, 3, 4, -5, 6, 7, -8);

    @Test
    void layersAreReadUnderTheirNames() {
        var seen = Taps.observe(List.of("1", "2.0"), () -> model.forward(x));
        Tensor hidden = model.layers().getFirst().forward(x).relu();
        assertThat(value(seen, "1")).isEqualTo(hidden.toArray());
        Sequential last = (Sequential) model.layers().getLast();
        assertThat(value(seen, "2.0"))
                .isEqualTo(last.layers().getFirst().forward(hidden).toArray());
    }

    private static float[] value(Taps.Observed<?> seen, String name) {
        return Objects.requireNonNull(seen.values().get(name)).toArray();
    }

    @Test
    void aLayerThatIsNotThereIsNamedWithThoseThatAre() {
        assertThatThrownBy(() -> Taps.observe(List.of("3"), () -> model.forward(x)))
                .hasMessage(("the program passes nothing called 3%n" + "  it passes 0, 1, 2.0, 2.1, 2").formatted());
    }

    @Test
    void aModelRunTwiceHasTwoNames() {
        var seen = Taps.observe(
                List.of("left.1", "right.1"), () -> model.forward("left", x).sub(model.forward("right", x.neg())));
        assertThat(value(seen, "left.1"))
                .isEqualTo(model.layers().getFirst().forward(x).relu().toArray());
        assertThat(value(seen, "right.1"))
                .isEqualTo(model.layers().getFirst().forward(x.neg()).relu().toArray());
    }

    @Test
    void gradientsByTheOutputOfALayer() {
        var found = Autograd.gradientsAt(
                List.of("1"), () -> model.forward(x).square().sum());
        Tensor hidden = Objects.requireNonNull(found.values().get("1"));
        Layer rest = model.layers().getLast();
        Tensor expected =
                Autograd.gradient(hidden, t -> rest.forward(t).square().sum());
        assertThat(Objects.requireNonNull(found.gradients().get("1")).toArray()).isEqualTo(expected.toArray());
    }

    /** The pass of training is over when the way back computes again; the running statistics have moved, and move once. */
    @Test
    void aCheckpointRepeatsTrainingAsItWas() {
        Tensor images = Tensor.of(Shape.of(2, 2, 1, 2), 1f, -2, 3, 4, -5, 6, 7, -8);
        BatchNormLayer kept = BatchNormLayer.of(2);
        BatchNormLayer again = BatchNormLayer.of(2);
        float[] expected = gradient(images, t -> kept.forward(t).tanh());
        float[] found =
                gradient(images, t -> Autograd.checkpoint(() -> again.forward(t).tanh()));
        assertThat(found).isEqualTo(expected);
        assertThat(again.runningVar().get().toArray())
                .isEqualTo(kept.runningVar().get().toArray());
        float[] inference = Autograd.gradient(
                        images, t -> kept.forward(t).tanh().square().sum())
                .toArray();
        assertThat(expected).isNotEqualTo(inference);
    }

    private static float[] gradient(Tensor x, Function<Tensor, Tensor> f) {
        return Autograd.gradient(
                        x, t -> Pass.training(() -> f.apply(t)).square().sum())
                .toArray();
    }
}
