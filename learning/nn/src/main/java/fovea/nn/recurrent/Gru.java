package fovea.nn.recurrent;

import fovea.tensor.Parameter;
import fovea.tensor.Tensor;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gated recurrent units (Cho et al. 2014, <a href="https://arxiv.org/abs/1406.1078">arXiv:1406.1078</a>), with the reset gate behind the
 * product, as PyTorch and cuDNN have it:
 *
 * <pre>
 *   r = σ(Wᵣ x + bᵣ + Vᵣ h + dᵣ)
 *   z = σ(W_z x + b_z + V_z h + d_z)
 *   n = tanh(Wₙ x + bₙ + r ⊙ (Vₙ h + dₙ))
 *   h' = (1 − z) ⊙ n + z ⊙ h
 * </pre>
 *
 * See {@link Recurrent} for shapes and parameters; the three gates are in the order r, z, n.
 */
public record Gru(RecurrentOptions options, SequencedMap<String, Parameter> weights) implements Recurrent<Tensor> {
    private static final int GATES = 3;

    /** Checks the parameters. */
    public Gru {
        Recurrence.refuseProjection("gru", options);
        weights = Weighting.checked("gru", options, GATES, weights);
    }

    /** A fresh one. */
    public static Gru of(RecurrentOptions options, RandomGenerator random) {
        return new Gru(options, Weighting.fresh(options, GATES, random));
    }

    private Recurrence recurrence() {
        return new Recurrence("gru", options, weights, Gates.Gated::new);
    }

    @Override
    public Tensor zeroState(Tensor x) {
        return recurrence().zeros(x, options.hiddenSize());
    }

    @Override
    public Unrolled<Tensor> run(Tensor x, Tensor h) {
        return read(x, h, null);
    }

    @Override
    public Unrolled<Tensor> run(Tensor x, Tensor h, Tensor lengths) {
        return read(x, h, lengths);
    }

    private Unrolled<Tensor> read(Tensor x, Tensor h, @Nullable Tensor lengths) {
        Recurrence.Result result = recurrence().run(x, new Tensor[] {h}, lengths);
        return new Unrolled<>(result.y(), result.states()[0]);
    }
}
