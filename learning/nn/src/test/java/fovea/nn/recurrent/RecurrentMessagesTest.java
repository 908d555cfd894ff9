package fovea.nn.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.nn.Pass;
import fovea.nn.Sequential;
import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Mistakes with recurrent layers, word for word; and what dropout does to them. */
class RecurrentMessagesTest {
    private static final RecurrentOptions OPTIONS =
            RecurrentOptions.of(3, 4).withNumLayers(2).withBidirectional(true);
    private final Lstm lstm = Lstm.of(OPTIONS, new SplittableRandom(1));
    private final Gru gru = Gru.of(OPTIONS.withBatchFirst(true), new SplittableRandom(1));

    private static Tensor t(int... sizes) {
        return Tensor.ones(Shape.of(sizes));
    }

    private static void mistake(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(ShapeException.class).hasMessage(message.formatted());
    }

    @Test
    void aSequenceOfOtherFeatures() {
        mistake(() -> lstm.forward(t(5, 2, 7)), "lstm: x is [5, 2, 7]%n  x must be [T, N, 3], or one sequence [T, 3]");
        mistake(() -> gru.forward(t(3)), "gru: x is [3]%n  x must be [N, T, 3], or one sequence [T, 3]");
        mistake(
                () -> new Sequential(java.util.List.of(lstm)).forward(t(5, 7)),
                "lstm: x is [5, 7]%n  x must be [T, N, 3], or one sequence [T, 3]%n  in 0 (Lstm)");
    }

    @Test
    void aSequenceOfNothing() {
        mistake(() -> lstm.forward(t(0, 2, 3)), "lstm: x is [0, 2, 3]%n  a sequence has one step or more");
    }

    @Test
    void aStateOfAnotherSize() {
        mistake(
                () -> gru.run(t(2, 5, 3), t(4, 5, 4)),
                "gru: x is [2, 5, 3] and the state h [4, 5, 4]%n  h must be [4, 2, 4]");
        mistake(
                () -> lstm.run(t(5, 3), new LstmState(t(4, 4), t(2, 4))),
                "lstm: x is [5, 3] and the state c [2, 4]%n  c must be [4, 4]");
    }

    @Test
    void lengthsThatAreNone() {
        Tensor x = t(2, 5, 3);
        mistake(
                () -> gru.run(x, gru.zeroState(x), t(2)),
                "gru: x is [2, 5, 3] and the lengths f32[2]%n"
                        + "  there must be one of i32 or i64 for each sequence, [2]");
        mistake(
                () -> gru.run(t(5, 3), gru.zeroState(t(5, 3)), Tensor.of(Shape.of(1), 3)),
                "gru: x is [5, 3] and the lengths i32[1]%n  one sequence is as long as it is; slice it");
    }

    @Test
    void parametersOfAnotherLayer() {
        var weights = new LinkedHashMap<>(
                Rnn.of(RecurrentOptions.of(3, 4), new SplittableRandom(1)).weights());
        mistake(() -> new Gru(RecurrentOptions.of(3, 4), weights), "gru: weight_ih_l0 is [4, 3]%n  it must be [12, 3]");
        mistake(
                () -> new Rnn(RecurrentOptions.of(3, 4).withBias(false), Nonlinearity.TANH, weights),
                "rnn: there is a bias_ih_l0%n  there must be weight_ih_l0, weight_hh_l0 and nothing else");
        Parameter kept = weights.remove("weight_hh_l0");
        assertThat(kept).isNotNull();
        mistake(
                () -> new Rnn(RecurrentOptions.of(3, 4), Nonlinearity.TANH, weights),
                "rnn: weight_hh_l0 is missing%n  it must be [4, 4]");
    }

    @Test
    void optionsThatMakeNoSense() {
        RecurrentOptions options = RecurrentOptions.of(3, 4);
        mistake(
                () -> options.withProjSize(4),
                "recurrent: projSize is 4 and hiddenSize 4%n"
                        + "  outputs are projected to fewer features than the state has; 0 is for no projection");
        mistake(
                () -> Gru.of(options.withProjSize(2), new SplittableRandom(1)),
                "gru: projSize is 2%n  only an LSTM has projected outputs; 0 would fit");
        mistake(() -> options.withDropout(1.5), "recurrent: dropout is 1.5%n  it is a share, from 0 to 1");
        mistake(() -> options.withNumLayers(0), "recurrent: numLayers is 0%n  there must be one layer or more");
    }

    /** It stands between layers, so that a single one has none, and inference has none. */
    @Test
    void dropoutIsBetweenLayersInTraining() {
        Tensor x = t(5, 2, 3);
        RecurrentOptions one = RecurrentOptions.of(3, 4);
        for (int layers = 1; layers <= 2; layers++) {
            RecurrentOptions options = one.withNumLayers(layers);
            Lstm without = Lstm.of(options, new SplittableRandom(1));
            Lstm with = new Lstm(options.withDropout(0.5), without.weights());
            float[] expected = without.forward(x).toArray();
            assertThat(with.forward(x).toArray()).isEqualTo(expected);
            float[] trained =
                    Pass.training(RandomStream.of(3), () -> with.forward(x)).toArray();
            if (layers == 1) {
                assertThat(trained).isEqualTo(expected);
            } else {
                assertThat(trained).isNotEqualTo(expected);
            }
        }
    }
}
