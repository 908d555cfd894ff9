package fovea.nn.recurrent;

import fovea.nn.Dropout;
import fovea.tensor.Concat;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Spec;
import fovea.tensor.Split;
import fovea.tensor.Tensor;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a sequence by layers and directions of steps. Within, a batch of sequences is {@code [T·N, F]}, step after step.
 *
 * @param layer what messages call it
 * @param gates a step for the weights it is given
 */
record Recurrence(
        String layer, RecurrentOptions options, Map<String, Parameter> weights, Function<Gates.Weights, Gates> gates) {

    /** The output of the last layer, and the last states of all, each {@code [L·D, N, H]}. */
    record Result(Tensor y, Tensor[] states) {}

    /** Only the outputs of an LSTM are projected. */
    static void refuseProjection(String layer, RecurrentOptions options) {
        if (options.projSize() > 0) {
            throw new ShapeException(
                    layer, "projSize is " + options.projSize(), "only an LSTM has projected outputs; 0 would fit");
        }
    }

    /** What a tensor of steps must be, in letters. */
    private String wanted() {
        return options.batchFirst() ? "[N, T, %d]" : "[T, N, %d]";
    }

    /** Zeros for the states of such an {@code x}, of this many features. */
    Tensor zeros(Tensor x, int features) {
        check(x);
        int rows = options.numLayers() * options.directions();
        Shape shape = isSingle(x) ? Shape.of(rows, features) : Shape.of(rows, batch(x), features);
        return Tensor.full(new Spec(shape, x.dtype()), 0);
    }

    private static boolean isSingle(Tensor x) {
        return x.shape().rank() == 2;
    }

    private int batch(Tensor x) {
        return isSingle(x) ? 1 : x.shape().size(options.batchFirst() ? 0 : 1);
    }

    private int steps(Tensor x) {
        return x.shape().size(!isSingle(x) && options.batchFirst() ? 1 : 0);
    }

    private void check(Tensor x) {
        int rank = x.shape().rank();
        boolean fits = (rank == 2 || rank == 3) && x.shape().size(-1) == options.inputSize();
        if (!fits) {
            throw new ShapeException(
                    layer,
                    "x is " + x.shape(),
                    "x must be " + wanted().formatted(options.inputSize()) + ", or one sequence [T, "
                            + options.inputSize() + "]");
        }
        if (steps(x) == 0) {
            throw new ShapeException(layer, "x is " + x.shape(), "a sequence has one step or more");
        }
    }

    private void checkState(Tensor x, String name, Tensor state, int features) {
        Shape shape = zeros(x, features).shape();
        if (!state.shape().equals(shape)) {
            throw new ShapeException(
                    layer,
                    "x is " + x.shape() + " and the state " + name + " " + state.shape(),
                    name + " must be " + shape);
        }
    }

    private void checkLengths(Tensor x, Tensor lengths) {
        boolean fits =
                !isSingle(x) && lengths.dtype().isIndex() && lengths.shape().equals(Shape.of(batch(x)));
        if (!fits) {
            throw new ShapeException(
                    layer,
                    "x is " + x.shape() + " and the lengths " + lengths.spec(),
                    isSingle(x)
                            ? "one sequence is as long as it is; slice it"
                            : "there must be one of i32 or i64 for each sequence, [" + batch(x) + "]");
        }
    }

    /**
     * Reads {@code x}.
     *
     * @param states of the beginning, with the names {@code h} and {@code c}
     */
    Result run(Tensor x, Tensor[] states, @Nullable Tensor lengths) {
        check(x);
        for (int i = 0; i < states.length; i++) {
            checkState(x, i == 0 ? "h" : "c", states[i], i == 0 ? options.outputSize() : options.hiddenSize());
        }
        if (lengths != null) {
            checkLengths(x, lengths);
        }
        int n = batch(x);
        int t = steps(x);
        Tensor steps = !isSingle(x) && options.batchFirst() ? x.permute(1, 0, 2) : x;
        Tensor y = steps.reshape(Shape.of(t * n, options.inputSize()));
        Tensor inside = lengths == null ? null : inside(lengths, t);
        Tensor[][] last = new Tensor[states.length][options.numLayers() * options.directions()];
        Tensor[][] first = first(states, n);
        y = masked(y, inside);
        for (int i = 0; i < options.numLayers(); i++) {
            y = layer(i, i == 0 ? y : dropped(y), t, inside, first, last);
        }
        return new Result(outputs(x, y, t, n), joined(last, states));
    }

    /** The states of the beginning, {@code [N, H]} for each layer and direction. */
    private Tensor[][] first(Tensor[] states, int n) {
        int rows = options.numLayers() * options.directions();
        Tensor[][] first = new Tensor[states.length][];
        for (int i = 0; i < states.length; i++) {
            int features = states[i].shape().size(-1);
            first[i] = Split.equal(states[i].reshape(Shape.of(rows * n, features)), 0, rows);
        }
        return first;
    }

    private static Tensor[] joined(Tensor[][] last, Tensor[] like) {
        Tensor[] joined = new Tensor[last.length];
        for (int i = 0; i < last.length; i++) {
            joined[i] = concat(0, last[i]).reshape(like[i].shape());
        }
        return joined;
    }

    /** One layer, in all its directions. */
    private Tensor layer(int i, Tensor x, int t, @Nullable Tensor inside, Tensor[][] first, Tensor[][] last) {
        Tensor[] y = new Tensor[options.directions()];
        for (int direction = 0; direction < y.length; direction++) {
            int row = i * y.length + direction;
            Tensor[] state = new Tensor[first.length];
            for (int j = 0; j < state.length; j++) {
                state[j] = first[j][row];
            }
            Gates step = gates.apply(Gates.Weights.of(weights::get, Weighting.suffix(i, direction)));
            y[direction] = unrolled(step, x, t, inside, direction == 1, state);
            for (int j = 0; j < state.length; j++) {
                last[j][row] = state[j];
            }
        }
        return masked(concat(1, y), inside);
    }

    /** The outputs of all steps in their order; {@code state} is left as it is after the last. */
    private static Tensor unrolled(
            Gates gates, Tensor x, int t, @Nullable Tensor inside, boolean backwards, Tensor[] state) {
        Tensor all = gates.ahead(x);
        Tensor @Nullable [] atOnce = inside == null ? gates.steps(all, t, backwards, state) : null;
        if (atOnce != null) {
            System.arraycopy(atOnce, 1, state, 0, state.length);
            return atOnce[0];
        }
        Tensor[] ahead = Split.equal(all, 0, t);
        Tensor[] here = inside == null ? new Tensor[0] : Split.equal(inside, 0, t);
        Tensor[] y = new Tensor[t];
        for (int i = 0; i < t; i++) {
            int at = backwards ? t - 1 - i : i;
            Tensor[] next = gates.step(ahead[at], state);
            for (int j = 0; j < state.length; j++) {
                // Outside its length a sequence waits: forwards at its last state, backwards at its first.
                state[j] = inside == null ? next[j] : here[at].where(next[j], state[j]);
            }
            y[at] = state[0];
        }
        return concat(0, y);
    }

    /** Which steps belong to their sequences, {@code bool [T·N, 1]}. */
    private static Tensor inside(Tensor lengths, int t) {
        int[] step = new int[t];
        java.util.Arrays.setAll(step, i -> i);
        int n = lengths.shape().size(0);
        Tensor inside =
                Tensor.of(Shape.of(t, 1), step).lt(lengths.cast(DType.I32).reshape(Shape.of(1, n)));
        return inside.reshape(Shape.of(t * n, 1));
    }

    private static Tensor masked(Tensor x, @Nullable Tensor inside) {
        return inside == null ? x : inside.where(x, 0);
    }

    private static Tensor concat(int axis, Tensor[] parts) {
        return parts.length == 1 ? parts[0] : new Concat(axis).apply(parts);
    }

    private Tensor outputs(Tensor x, Tensor y, int t, int n) {
        int features = y.shape().size(-1);
        if (isSingle(x)) {
            return y;
        }
        Tensor steps = y.reshape(Shape.of(t, n, features));
        return options.batchFirst() ? steps.permute(1, 0, 2) : steps;
    }

    private Tensor dropped(Tensor x) {
        return options.dropout() == 0 ? x : new Dropout(options.dropout()).forward(x);
    }
}
