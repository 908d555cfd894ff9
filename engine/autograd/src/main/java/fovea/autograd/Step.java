package fovea.autograd;

import fovea.tensor.Interpreter;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import org.jspecify.annotations.Nullable;

/**
 * One step of the program, as the way back needs it.
 *
 * @param from the numbers of its inputs on the tape, −1 for those that are not on it
 * @param to the numbers of its outputs, −1 for those that are not on it
 * @param kept what its rule reads: inputs, then outputs; null for what it does not read, and for all where {@code again} says how to get them
 * @param again where what the rule reads is computed again, or null
 */
record Step(
        Rule rule,
        int[] from,
        int[] to,
        @Nullable Tensor[] kept,
        @Nullable Again again) {

    /** How gradients go back through a step. */
    @FunctionalInterface
    interface Rule {
        @Nullable
        Tensor[] vjp(@Nullable Tensor[] kept, boolean[] wanted, @Nullable Tensor[] dy);
    }

    /**
     * Where what a step keeps is found among the values of a segment.
     *
     * @param slots one for each thing kept, −1 for what the rule does not read
     */
    record Again(Segment segment, int[] slots) {
        @Nullable
        Tensor[] in(@Nullable Tensor[] values) {
            @Nullable Tensor[] found = new Tensor[slots.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = slots[i] < 0 ? null : values[slots[i]];
            }
            return found;
        }
    }

    /** Makes what it keeps safe from a write to {@code variable}. */
    void save(Interpreter reading, Variable variable) {
        for (int i = 0; i < kept.length; i++) {
            Tensor tensor = kept[i];
            if (tensor != null) {
                kept[i] = reading.saved(tensor, variable);
            }
        }
    }

    /** Whether a gradient has arrived, and one of its inputs needs it. */
    boolean isOnTheWay(@Nullable Tensor[] gradients, boolean[] needed) {
        boolean arrived = false;
        for (int number : to) {
            arrived |= number >= 0 && gradients[number] != null;
        }
        boolean wanted = false;
        for (int number : from) {
            wanted |= number >= 0 && needed[number];
        }
        return arrived && wanted;
    }

    /** Adds the gradients by its inputs to {@code gradients}. */
    void propagate(@Nullable Tensor[] values, @Nullable Tensor[] gradients, boolean[] needed) {
        @Nullable Tensor[] dy = new Tensor[to.length];
        for (int i = 0; i < dy.length; i++) {
            dy[i] = to[i] < 0 ? null : gradients[to[i]];
        }
        boolean[] wanted = new boolean[from.length];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = from[i] >= 0 && needed[from[i]];
        }
        @Nullable Tensor[] dx = rule.vjp(values, wanted, dy);
        for (int i = 0; i < wanted.length; i++) {
            Tensor d = dx[i];
            if (wanted[i] && d != null) {
                Tensor before = gradients[from[i]];
                gradients[from[i]] = before == null ? d : before.add(d);
            }
        }
    }
}
