package fovea.autograd;

import fovea.tensor.Interpreter;
import fovea.tensor.Op;
import fovea.tensor.Recompute;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of a program whose values are not kept. It keeps what the part reads from outside and which ops it carried out, and carries them
 * out once more when the way back needs the values: the ops, not the program, so that what the program wrote is not written twice, what it
 * drew is not drawn anew, and no mode it ran in need be in force.
 *
 * <p>Values have slots: what comes from outside, and what the ops made.
 */
final class Segment {
    private record Call(Op op, int[] from, int[] to) {}

    private final List<Call> calls = new ArrayList<>();
    private final Map<Integer, Tensor> outside = new HashMap<>();
    private final IdentityHashMap<Tensor, Integer> places = new IdentityHashMap<>();
    private final BitSet read = new BitSet();
    private int slots;

    /** An op that was carried out in this part. */
    void add(Op op, Tensor[] inputs, Tensor[] outputs) {
        int[] from = new int[inputs.length];
        for (int i = 0; i < from.length; i++) {
            from[i] = slot(inputs[i]);
        }
        int[] to = new int[outputs.length];
        for (int i = 0; i < to.length; i++) {
            to[i] = slots++;
            places.put(outputs[i], to[i]);
        }
        calls.add(new Call(op, from, to));
    }

    /** Where a step finds what it keeps. */
    Step.Again again(@Nullable Tensor[] kept) {
        int[] found = new int[kept.length];
        for (int i = 0; i < kept.length; i++) {
            Tensor tensor = kept[i];
            found[i] = tensor == null ? -1 : slot(tensor);
            if (tensor != null) {
                read.set(found[i]);
            }
        }
        return new Step.Again(this, found);
    }

    private int slot(Tensor tensor) {
        Integer known = places.get(tensor);
        if (known != null) {
            return known;
        }
        int fresh = slots++;
        places.put(tensor, fresh);
        outside.put(fresh, tensor);
        return fresh;
    }

    /** Ends the part: forgets its values, and the ops and outside values that no step needs. */
    void close() {
        places.clear();
        BitSet needed = (BitSet) read.clone();
        for (int i = calls.size() - 1; i >= 0; i--) {
            Call call = calls.get(i);
            boolean wanted = false;
            for (int slot : call.to) {
                wanted |= needed.get(slot);
            }
            if (wanted) {
                for (int slot : call.from) {
                    needed.set(slot);
                }
            } else {
                calls.remove(i);
            }
        }
        outside.keySet().removeIf(slot -> !needed.get(slot));
    }

    /**
     * Keeps what it has of {@code variable}, which is about to be written, as it is now. While the part still runs, tensors that look at the
     * variable's memory come from outside anew: they show the new value from now on.
     */
    void save(Interpreter reading, Variable variable) {
        outside.replaceAll((slot, tensor) -> reading.saved(tensor, variable));
        places.keySet().removeIf(tensor -> !reading.saved(tensor, variable).equals(tensor));
    }

    /** The values of all slots that are needed, computed again. */
    @Nullable
    Tensor[] compute() {
        @Nullable Tensor[] values = new Tensor[slots];
        Recompute again = new Recompute();
        outside.forEach((slot, tensor) -> values[slot] = again.apply(tensor));
        for (Call call : calls) {
            Tensor[] x = new Tensor[call.from.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = java.util.Objects.requireNonNull(values[call.from[i]]);
            }
            Tensor[] y = call.op.outputs(x);
            for (int i = 0; i < y.length; i++) {
                values[call.to[i]] = y[i];
            }
        }
        return values;
    }
}
