package fovea.nn.recurrent;

import fovea.nn.Layer;
import fovea.nn.Named;
import fovea.tensor.Parameter;
import fovea.tensor.Tensor;
import java.util.SequencedMap;

/**
 * A layer that reads a sequence step by step and carries a state along: {@link Rnn}, {@link Lstm} or {@link Gru}, of one or more layers in
 * one or both directions.
 *
 * <p>Shapes: {@code x [T, N, I]}, or {@code [N, T, I]} if {@link RecurrentOptions#batchFirst}, or one sequence {@code [T, I]} → outputs alike
 * with {@code D·H} features, {@code D} being the directions; each state {@code [L·D, N, H]}, without {@code N} for one sequence, layer by
 * layer and forwards before backwards.
 *
 * <p>Parameters are called as PyTorch's: {@code weight_ih_l0 [G·H, I]} for the input and {@code weight_hh_l0 [G·H, H]} for the state, with
 * {@code G} gates one below the other, {@code bias_ih_l0} and {@code bias_hh_l0 [G·H]}; {@code l1} and so on for further layers, with
 * {@code _reverse} behind for those that read backwards. All begin uniform in {@code ±1/√H}.
 *
 * <p>The input's part of the gates is one matrix product over all steps; each step then is a product with the state and what belongs to a cell.
 *
 * @param <S> the state
 */
public sealed interface Recurrent<S> extends Layer, Named permits Rnn, Lstm, Gru {

    RecurrentOptions options();

    /** Every parameter by its name. */
    SequencedMap<String, Parameter> weights();

    /** A state of zeros for such an {@code x}. */
    S zeroState(Tensor x);

    /** Reads {@code x} from this state on. */
    Unrolled<S> run(Tensor x, S state);

    /**
     * Reads a batch of sequences of different lengths, in any order, of which {@code x} holds as many steps as the longest has or more. Outputs
     * beyond a sequence's length are 0, its last state is that at its length, and backwards it is read from its own end. What
     * {@code x} holds beyond has no influence. So PyTorch's packed sequences do.
     *
     * @param lengths {@code [N]} of {@code i32} or {@code i64}; one of more than {@code T} counts as {@code T}
     */
    Unrolled<S> run(Tensor x, S state, Tensor lengths);

    /** Reads {@code x} from a state of zeros on. */
    default Unrolled<S> run(Tensor x) {
        return run(x, zeroState(x));
    }

    /** The outputs for {@code x}, from a state of zeros on. */
    @Override
    default Tensor forward(Tensor x) {
        return run(x).y();
    }

    @Override
    default SequencedMap<String, Parameter> parts() {
        return weights();
    }
}
