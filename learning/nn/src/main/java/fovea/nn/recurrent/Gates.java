package fovea.nn.recurrent;

import fovea.tensor.LstmSteps;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Split;
import fovea.tensor.Tensor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The mathematics of one step, with the weights as they are now. The first tensor of a state is the output. */
sealed interface Gates {

    /** What of the gates depends on {@code x [M, I]} alone, for any number of steps at once, {@code [M, G·H]}. */
    Tensor ahead(Tensor x);

    /** The state {@code [N, H]}… after a step. */
    Tensor[] step(Tensor ahead, Tensor[] state);

    /**
     * All of {@code t} steps at once: the outputs {@code [T·N, H]} in their order, and behind them the state after the last; null where the
     * steps have to be done one by one.
     */
    default Tensor @Nullable [] steps(Tensor ahead, int t, boolean backwards, Tensor[] state) {
        return null;
    }

    /**
     * Weights, those of products turned round.
     *
     * @param input {@code [I, G·H]}
     * @param state {@code [H, G·H]}
     * @param inputBias {@code [G·H]}
     * @param stateBias {@code [G·H]}
     * @param projection {@code [H, P]}
     */
    record Weights(
            Tensor input,
            Tensor state,
            @Nullable Tensor inputBias,
            @Nullable Tensor stateBias,
            @Nullable Tensor projection) {

        /** The parameters of these names, such as {@code weight_ih_l0}, of which only the biases and the projection may be missing. */
        static Weights of(Function<String, @Nullable Parameter> named, String suffix) {
            return of(
                    present(named.apply("weight_ih" + suffix)),
                    present(named.apply("weight_hh" + suffix)),
                    named.apply("bias_ih" + suffix),
                    named.apply("bias_hh" + suffix),
                    named.apply("weight_hr" + suffix));
        }

        static Weights of(
                Parameter input,
                Parameter state,
                @Nullable Parameter inputBias,
                @Nullable Parameter stateBias,
                @Nullable Parameter projection) {
            return new Weights(
                    input.get().transpose(),
                    state.get().transpose(),
                    inputBias == null ? null : inputBias.get(),
                    stateBias == null ? null : stateBias.get(),
                    projection == null ? null : projection.get().transpose());
        }

        private static Parameter present(@Nullable Parameter parameter) {
            return java.util.Objects.requireNonNull(parameter, "the constructor has checked the names");
        }

        /** {@code x W + b}, with both biases where they are simply added. */
        Tensor input(Tensor x, boolean bothBiases) {
            Tensor y = x.matmul(input);
            if (inputBias == null) {
                return y;
            }
            return y.add(bothBiases && stateBias != null ? inputBias.add(stateBias) : inputBias);
        }
    }

    /** {@code h' = tanh(W x + b + V h + d)}, or with a rectifier. */
    record Plain(Weights w, Nonlinearity nonlinearity) implements Gates {
        @Override
        public Tensor ahead(Tensor x) {
            return w.input(x, true);
        }

        @Override
        public Tensor[] step(Tensor ahead, Tensor[] state) {
            return new Tensor[] {nonlinearity.of(ahead.add(state[0].matmul(w.state())))};
        }
    }

    /** Long short-term memory; see {@link Lstm}. */
    record Memory(Weights w) implements Gates {
        @Override
        public Tensor ahead(Tensor x) {
            return w.input(x, true);
        }

        @Override
        public Tensor[] step(Tensor ahead, Tensor[] state) {
            Tensor[] gates = Split.equal(ahead.add(state[0].matmul(w.state())), 1, 4);
            Tensor kept = gates[1].sigmoid().mul(state[1]);
            Tensor c = kept.add(gates[0].sigmoid().mul(gates[2].tanh()));
            Tensor h = gates[3].sigmoid().mul(c.tanh());
            Tensor projection = w.projection();
            return new Tensor[] {projection == null ? h : h.matmul(projection), c};
        }

        @Override
        public Tensor @Nullable [] steps(Tensor ahead, int t, boolean backwards, Tensor[] state) {
            if (w.projection() != null || ahead.dtype().bytes() < Float.BYTES) {
                return null;
            }
            int n = state[0].shape().size(0);
            int hidden = state[0].shape().size(1);
            LstmSteps op = new LstmSteps(backwards);
            Tensor[] all = op.outputs(ahead.reshape(Shape.of(t, n, 4 * hidden)), w.state(), state[0], state[1]);
            return new Tensor[] {op.after(all[0]).reshape(Shape.of(t * n, hidden)), op.last(all[0]), op.last(all[1])};
        }
    }

    /** Gated recurrent units; see {@link Gru}. */
    record Gated(Weights w) implements Gates {
        @Override
        public Tensor ahead(Tensor x) {
            return w.input(x, false);
        }

        @Override
        public Tensor[] step(Tensor ahead, Tensor[] state) {
            Tensor h = state[0];
            Tensor product = h.matmul(w.state());
            Tensor bias = w.stateBias();
            Tensor[] fromState = Split.equal(bias == null ? product : product.add(bias), 1, 3);
            Tensor[] fromInput = Split.equal(ahead, 1, 3);
            Tensor r = fromInput[0].add(fromState[0]).sigmoid();
            Tensor z = fromInput[1].add(fromState[1]).sigmoid();
            Tensor n = fromInput[2].add(r.mul(fromState[2])).tanh();
            return new Tensor[] {n.add(z.mul(h.sub(n)))};
        }
    }
}
