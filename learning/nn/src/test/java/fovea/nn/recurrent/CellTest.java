package fovea.nn.recurrent;

import static fovea.testing.TensorAssertions.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CellTest {
    private static final RecurrentOptions SMALL = RecurrentOptions.of(3, 4);
    private final Tensor x = Sequences.samples().smooth(Shape.of(5, 2, 3));

    private Tensor step(int t) {
        return x.slice(0, t, t + 1, 1).reshape(Shape.of(2, 3));
    }

    private static Parameter named(Recurrent<?> layer, String name) {
        return Objects.requireNonNull(layer.weights().get(name));
    }

    /** A cell with the weights of a layer. */
    private static Cell<?> cell(Recurrent<?> layer) {
        Parameter ih = named(layer, "weight_ih_l0");
        Parameter hh = named(layer, "weight_hh_l0");
        Parameter bih = named(layer, "bias_ih_l0");
        Parameter bhh = named(layer, "bias_hh_l0");
        return switch (layer) {
            case Rnn rnn -> new RnnCell(ih, hh, bih, bhh, rnn.nonlinearity());
            case Lstm _ -> new LstmCell(ih, hh, bih, bhh);
            case Gru _ -> new GruCell(ih, hh, bih, bhh);
        };
    }

    private <S> Object looped(Cell<S> cell) {
        S state = cell.step(step(0));
        for (int t = 1; t < 5; t++) {
            state = cell.step(step(t), state);
        }
        return Objects.requireNonNull(state);
    }

    @Test
    void aLoopOfStepsIsALayer() {
        for (Recurrent<?> layer : Sequences.all(SMALL)) {
            Tensor looped = Sequences.states(looped(cell(layer))).getFirst();
            Tensor y = layer.forward(x);
            assertClose(looped, y.slice(0, 4, 5, 1).reshape(Shape.of(2, 4)), 8);
        }
    }

    @Test
    void oneSequenceIsABatchOfOne() {
        for (Recurrent<?> layer : Sequences.all(SMALL)) {
            Cell<?> cell = cell(layer);
            Tensor first = step(0).slice(0, 0, 1, 1);
            Tensor one = cell.forward(first.reshape(Shape.of(3)));
            assertThat(one.shape()).isEqualTo(Shape.of(4));
            assertThat(one.toDoubles()).isEqualTo(cell.forward(first).toDoubles());
        }
    }

    @Test
    void parametersHaveTheNamesOfPyTorch() {
        assertThat(Variables.of(GruCell.of(3, 4, new SplittableRandom(1)))
                        .named()
                        .keySet())
                .containsExactly("weight_ih", "weight_hh", "bias_ih", "bias_hh");
        assertThat(Variables.of(LstmCell.of(3, 4, false, new SplittableRandom(1)))
                        .named()
                        .keySet())
                .containsExactly("weight_ih", "weight_hh");
    }

    @Test
    void aRectifierCutsOff() {
        RnnCell cell = RnnCell.of(3, 40, true, Nonlinearity.RELU, new SplittableRandom(1));
        float[] y = cell.forward(Tensor.ones(Shape.of(1, 3))).toArray();
        assertThat(y).contains(0);
        for (float each : y) {
            assertThat(each).isNotNegative();
        }
    }

    @Test
    void mistakesAreNamed() {
        SplittableRandom random = new SplittableRandom(1);
        LstmCell cell = LstmCell.of(3, 4, random);
        assertThatThrownBy(() -> cell.forward(Tensor.ones(Shape.of(2, 5))))
                .isInstanceOf(ShapeException.class)
                .hasMessage("lstmCell: x is [2, 5]%n  x must be [N, 3] or [3]".formatted());
        Tensor h = Tensor.zeros(Shape.of(3, 4));
        assertThatThrownBy(() -> cell.step(Tensor.ones(Shape.of(2, 3)), new LstmState(h, h)))
                .hasMessage("lstmCell: x is [2, 3] and the state [3, 4]%n  the state must be [2, 4]".formatted());
        Parameter wrong = new Parameter(Tensor.zeros(Shape.of(11, 4)));
        assertThatThrownBy(() -> new GruCell(wrong, wrong, null, null))
                .hasMessage(
                        "gruCell: weightIh is [11, 4] and weightHh [11, 4]%n  they must be [3 · H, I] and [3 · H, H]"
                                .formatted());
        Parameter fitting = new Parameter(Tensor.zeros(Shape.of(12, 4)));
        assertThatThrownBy(() -> new GruCell(fitting, fitting, wrong, null))
                .hasMessage("gruCell: a bias is [11, 4]%n  it must be [12]".formatted());
    }
}
