package fovea.nn.recurrent;

import fovea.tensor.Parameter;
import fovea.tensor.Tensor;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A plain recurrent layer (Elman 1990), {@code hₜ = tanh(W xₜ + b + V hₜ₋₁ + d)}, or with a rectifier in place of the hyperbolic tangent. See
 * {@link Recurrent} for shapes and parameters; there is one gate.
 *
 * @param nonlinearity PyTorch's default is the hyperbolic tangent
 */
public record Rnn(RecurrentOptions options, Nonlinearity nonlinearity, SequencedMap<String, Parameter> weights)
        implements Recurrent<Tensor> {
    private static final int GATES = 1;

    /** Checks the parameters. */
    public Rnn {
        Recurrence.refuseProjection("rnn", options);
        weights = Weighting.checked("rnn", options, GATES, weights);
    }

    /** A fresh one, with the hyperbolic tangent. */
    public static Rnn of(RecurrentOptions options, RandomGenerator random) {
        return of(options, Nonlinearity.TANH, random);
    }

    public static Rnn of(RecurrentOptions options, Nonlinearity nonlinearity, RandomGenerator random) {
        return new Rnn(options, nonlinearity, Weighting.fresh(options, GATES, random));
    }

    private Recurrence recurrence() {
        return new Recurrence("rnn", options, weights, w -> new Gates.Plain(w, nonlinearity));
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
