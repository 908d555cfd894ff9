package fovea.nn.recurrent;

import fovea.tensor.Parameter;
import fovea.tensor.Tensor;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997; with the forget gate of Gers et al. 2000):
 *
 * <pre>
 *   i = σ(Wᵢ x + bᵢ + Vᵢ h + dᵢ)      how much to write
 *   f = σ(W_f x + b_f + V_f h + d_f)    how much to keep
 *   g = tanh(W_g x + b_g + V_g h + d_g) what to write
 *   o = σ(Wₒ x + bₒ + Vₒ h + dₒ)      how much to show
 *   c' = f ⊙ c + i ⊙ g
 *   h' = o ⊙ tanh c'
 * </pre>
 *
 * and {@code h' = R (o ⊙ tanh c')} with {@link RecurrentOptions#projSize} (Sak et al. 2014, <a
 * href="https://arxiv.org/abs/1402.1128">arXiv:1402.1128</a>), {@code R} being {@code weight_hr_l0 [P, H]}. See {@link Recurrent} for shapes
 * and parameters; the four gates are in the order i, f, g, o.
 */
public record Lstm(RecurrentOptions options, SequencedMap<String, Parameter> weights) implements Recurrent<LstmState> {
    private static final int GATES = 4;

    /** Checks the parameters. */
    public Lstm {
        weights = Weighting.checked("lstm", options, GATES, weights);
    }

    /** A fresh one. */
    public static Lstm of(RecurrentOptions options, RandomGenerator random) {
        return new Lstm(options, Weighting.fresh(options, GATES, random));
    }

    private Recurrence recurrence() {
        return new Recurrence("lstm", options, weights, Gates.Memory::new);
    }

    @Override
    public LstmState zeroState(Tensor x) {
        Recurrence recurrence = recurrence();
        return new LstmState(recurrence.zeros(x, options.outputSize()), recurrence.zeros(x, options.hiddenSize()));
    }

    @Override
    public Unrolled<LstmState> run(Tensor x, LstmState state) {
        return read(x, state, null);
    }

    @Override
    public Unrolled<LstmState> run(Tensor x, LstmState state, Tensor lengths) {
        return read(x, state, lengths);
    }

    private Unrolled<LstmState> read(Tensor x, LstmState state, @Nullable Tensor lengths) {
        Recurrence.Result result = recurrence().run(x, new Tensor[] {state.h(), state.c()}, lengths);
        return new Unrolled<>(result.y(), new LstmState(result.states()[0], result.states()[1]));
    }
}
