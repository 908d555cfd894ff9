package fovea.nn.recurrent;

import fovea.nn.Layer;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One step of a recurrent layer, for loops of one's own: a decoder that looks at an image between its steps, a policy that acts.
 *
 * <p>Shapes: {@code x [N, I]} or {@code [I]}, state {@code [N, H]} or {@code [H]} → state alike. Parameters {@code weight_ih [G·H, I]},
 * {@code weight_hh [G·H, H]}, and {@code bias_ih} and {@code bias_hh [G·H]} or none; all begin uniform in {@code ±1/√H}, as PyTorch's.
 *
 * @param <S> the state
 */
public sealed interface Cell<S> extends Layer permits RnnCell, LstmCell, GruCell {

    /** The state after {@code x}. */
    S step(Tensor x, S state);

    /** A state of zeros for such an {@code x}. */
    S zeroState(Tensor x);

    /** The state after {@code x}, which is the first. */
    default S step(Tensor x) {
        return step(x, zeroState(x));
    }

    /** Parameters of a cell that fit each other. */
    record Sizes(String cell, int gates, Shape input, Shape state) {
        static Sizes checked(
                String cell,
                int gates,
                Parameter input,
                Parameter state,
                @Nullable Parameter inputBias,
                @Nullable Parameter stateBias) {
            Sizes sizes = new Sizes(cell, gates, input.shape(), state.shape());
            boolean fits = input.shape().rank() == 2
                    && state.shape().rank() == 2
                    && state.shape().size(0) == gates * state.shape().size(1)
                    && input.shape().size(0) == state.shape().size(0);
            if (!fits) {
                throw new ShapeException(
                        cell,
                        "weightIh is " + input.shape() + " and weightHh " + state.shape(),
                        "they must be [%1$s, I] and [%1$s, H]".formatted(gates == 1 ? "H" : gates + " · H"));
            }
            for (Parameter bias : new @Nullable Parameter[] {inputBias, stateBias}) {
                if (bias != null) {
                    Weighting.check(cell, "a bias", bias, Shape.of(state.shape().size(0)));
                }
            }
            return sizes;
        }

        Tensor zeros(Tensor x) {
            check(x);
            return Tensor.full(new Spec(x.shape().with(-1, state.size(1)), x.dtype()), 0);
        }

        private void check(Tensor x) {
            int rank = x.shape().rank();
            if ((rank != 1 && rank != 2) || x.shape().size(-1) != input.size(1)) {
                throw new ShapeException(
                        cell, "x is " + x.shape(), "x must be [N, %1$d] or [%1$d]".formatted(input.size(1)));
            }
        }

        /** A step, also of one sequence by itself. */
        Tensor[] step(Gates gates, Tensor x, Tensor... states) {
            check(x);
            Shape wanted = x.shape().with(-1, state.size(1));
            Tensor[] rows = new Tensor[states.length];
            for (int i = 0; i < rows.length; i++) {
                if (!states[i].shape().equals(wanted)) {
                    throw new ShapeException(
                            cell,
                            "x is " + x.shape() + " and the state " + states[i].shape(),
                            "the state must be " + wanted);
                }
                rows[i] = rows(states[i]);
            }
            Tensor[] next = gates.step(gates.ahead(rows(x)), rows);
            for (int i = 0; i < next.length; i++) {
                next[i] = next[i].reshape(wanted);
            }
            return next;
        }

        private static Tensor rows(Tensor x) {
            return x.shape().rank() == 1 ? x.reshape(Shape.of(1, x.shape().size(0))) : x;
        }
    }
}
