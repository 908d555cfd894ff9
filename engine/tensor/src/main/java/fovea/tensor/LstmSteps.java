package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * All steps of a layer of long short-term memory (Hochreiter and Schmidhuber 1997; with the forget gate of Gers et al. 2000), given what of
 * its gates depends on the input, for every step:
 *
 * <pre>
 *   [i, f, g, o] = ahead[t] + h W     i, f, o through σ, g through tanh
 *   c' = f ⊙ c + i ⊙ g
 *   h' = o ⊙ tanh c'
 * </pre>
 *
 * <p>Gradient: {@link Gradient}, and one product over all steps for W.
 *
 * <p>Shapes: {@code ahead [T, N, 4·H]}, {@code W [H, 4·H]}, first states {@code h [N, H]} and {@code c [N, H]} → all states {@code h [T + 1, N,
 * H]} and {@code c [T + 1, N, H]}, with the first ones in front, or behind if it reads backwards, and the gates {@code [T, N, 4·H]}.
 *
 * <p>Kernels: for each step a product of oneDNN's, with W packed once, and a loop over the gates.
 *
 * @param backwards whether the last step is read first
 * @see <a href="https://onnx.ai/onnx/operators/onnx__LSTM.html">ONNX LSTM</a>
 */
public record LstmSteps(boolean backwards) implements Op {
    private static final int GATES = 4;

    @Override
    public Spec[] infer(Spec... in) {
        Shape ahead = in[0].shape();
        boolean fits = ahead.rank() == 3
                && ahead.size(0) > 0
                && ahead.size(2) % GATES == 0
                && in[0].dtype().isFloating();
        Shape state = fits ? Shape.of(ahead.size(1), ahead.size(2) / GATES) : Shape.SCALAR;
        if (!fits
                || !in[1].equals(in[0].with(Shape.of(state.size(1), ahead.size(2))))
                || !in[2].equals(in[0].with(state))
                || !in[3].equals(in[2])) {
            throw new ShapeException(
                    "lstmSteps",
                    "ahead is " + in[0] + ", w " + in[1] + ", h " + in[2] + " and c " + in[3],
                    "they must be [T, N, 4·H], [H, 4·H], [N, H] and [N, H] of one floating-point type, with a step or"
                            + " more");
        }
        Spec states = in[0].with(Shape.of(ahead.size(0) + 1, state.size(0), state.size(1)));
        return new Spec[] {states, states, in[0]};
    }

    /** The states behind the first, in the order of the steps: {@code [T + 1, N, H]} → {@code [T, N, H]}. */
    public Tensor after(Tensor states) {
        return rows(states, backwards ? 0 : 1);
    }

    private Tensor before(Tensor states) {
        return rows(states, backwards ? 1 : 0);
    }

    private static Tensor rows(Tensor states, int first) {
        return states.slice(0, first, first + states.shape().size(0) - 1, 1);
    }

    /** The state behind the step that is read last: {@code [T + 1, N, H]} → {@code [N, H]}. */
    public Tensor last(Tensor states) {
        Shape shape = states.shape();
        int row = slot(shape.size(0) - 1, shape.size(0) - 1);
        return states.slice(0, row, row + 1, 1).reshape(Shape.of(shape.size(1), shape.size(2)));
    }

    /** Where the state lies that is there when {@code read} of all {@code steps} have been read. */
    public int slot(int read, int steps) {
        return backwards ? steps - read : read;
    }

    /** Which step is read when {@code read} of all {@code steps} have been read. */
    public int step(int read, int steps) {
        return backwards ? steps - 1 - read : read;
    }

    @Override
    public Keep keep() {
        return Keep.inputs(1).andOutputs(0, 1, 2);
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        Tensor c = r.output(1);
        Tensor dh = dy[0] != null ? dy[0] : Tensor.full(c.spec(), 0);
        Tensor dc = dy[1] != null ? dy[1] : Tensor.full(c.spec(), 0);
        Tensor gates = r.output(2);
        Tensor w = r.input(1);
        Gradient gradient = new Gradient(this);
        Tensor[] d =
                dy[2] == null ? gradient.outputs(w, c, gates, dh, dc) : gradient.outputs(w, c, gates, dh, dc, dy[2]);
        return new Tensor[] {
            d[0], r.wants(1) ? flat(before(r.output(0))).transpose().matmul(flat(d[0])) : null, d[1], d[2]
        };
    }

    private static Tensor flat(Tensor x) {
        Shape shape = x.shape();
        return x.reshape(Shape.of(shape.size(0) * shape.size(1), shape.size(2)));
    }

    /**
     * The gradient of {@code steps}: {@code (W, c, gates, dh, dc)}, with {@code dgates} behind where something depends on those, → {@code
     * (dahead, dh₀, dc₀)}. Step by step from the last one read, where dh and dc are the sums of what comes from outside and from the step
     * behind:
     *
     * <pre>
     *   dc ← dc + dh ⊙ o ⊙ (1 − tanh² c')
     *   dahead[t] = [dc ⊙ g ⊙ i (1 − i),  dc ⊙ c ⊙ f (1 − f),  dc ⊙ i ⊙ (1 − g²),  dh ⊙ tanh c' ⊙ o (1 − o)]
     *   dh ← dahead[t] Wᵀ    dc ← dc ⊙ f
     * </pre>
     */
    public record Gradient(LstmSteps steps) implements Composite {
        @Override
        public Spec[] infer(Spec... in) {
            Shape states = in[1].shape();
            Spec first = in[1].with(Shape.of(states.size(1), states.size(2)));
            return new Spec[] {in[2], first, first};
        }

        @Override
        public Tensor[] definition(Tensor... in) {
            int t = in[2].shape().size(0);
            Tensor back = in[0].transpose();
            Tensor[] c = steps(in[1]);
            Tensor[] gates = steps(in[2]);
            Tensor[] dh = steps(in[3]);
            Tensor[] dc = steps(in[4]);
            Tensor[] more = in.length > 5 ? steps(in[5]) : new Tensor[0];
            Tensor[] ahead = new Tensor[t];
            Tensor h = dh[steps.slot(t, t)];
            Tensor cell = dc[steps.slot(t, t)];
            for (int read = t - 1; read >= 0; read--) {
                int at = steps.step(read, t);
                int before = steps.slot(read, t);
                Tensor[] y = Split.equal(gates[at], 1, GATES);
                Tensor shown = c[steps.slot(read + 1, t)].tanh();
                cell = cell.add(h.mul(y[3]).mul(rest(shown.square())));
                Tensor d = new Concat(1).apply(cell.mul(y[2]), cell.mul(c[before]), cell.mul(y[0]), h.mul(shown));
                d = more.length == 0 ? d : d.add(more[at]);
                Tensor slope = new Concat(1)
                        .apply(y[0].mul(rest(y[0])), y[1].mul(rest(y[1])), rest(y[2].square()), y[3].mul(rest(y[3])));
                ahead[at] = d.mul(slope);
                h = ahead[at].matmul(back).add(dh[before]);
                cell = cell.mul(y[1]).add(dc[before]);
            }
            return new Tensor[] {new Concat(0).apply(ahead).reshape(in[2].shape()), h, cell};
        }

        private static Tensor rest(Tensor x) {
            return x.neg().add(1);
        }

        private static Tensor[] steps(Tensor x) {
            Shape shape = x.shape();
            return Split.equal(flat(x), 0, shape.size(0));
        }
    }
}
