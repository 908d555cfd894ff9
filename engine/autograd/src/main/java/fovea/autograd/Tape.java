package fovea.autograd;

import fovea.tensor.Composite;
import fovea.tensor.Interpreter;
import fovea.tensor.Keep;
import fovea.tensor.Op;
import fovea.tensor.Parameter;
import fovea.tensor.Residuals;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembers each step that touches a watched tensor, and walks the steps backwards. The steps themselves are carried out by the reading
 * around it, and so are the gradients: that is why they can be differentiated again.
 */
final class Tape implements Interpreter {
    private final Interpreter parent = Interpreter.current();
    private final List<Step> steps = new ArrayList<>();
    private final IdentityHashMap<Variable, Recorded> watched = new IdentityHashMap<>();
    private final Thread owner = Thread.currentThread();
    private int recorded;

    /**
     * One op that was carried out.
     *
     * @param from the numbers of its inputs on the tape, −1 for those that are not on it
     * @param to the numbers of its outputs, −1 for integers
     */
    private record Step(
            Op op,
            Spec[] specs,
            int[] from,
            int[] to,
            @Nullable Tensor[] inputs,
            @Nullable Tensor[] outputs) {}

    /** A tensor on the tape: its number, and the tensor it stands for in the reading around. */
    private static final class Recorded extends Tensor {
        final Tape tape;
        final Tensor primal;
        final int number;

        Recorded(Tape tape, Tensor primal) {
            super(primal.spec());
            this.tape = tape;
            this.primal = primal;
            this.number = tape.recorded++;
        }

        @Override
        public void copyTo(MemorySegment target) {
            primal.copyTo(target);
        }

        @Override
        public String toString() {
            return primal.toString();
        }
    }

    /** Puts a leaf on the tape. */
    Tensor watch(Tensor leaf) {
        return new Recorded(this, leaf);
    }

    /** Puts a parameter on the tape: reading it gives the leaf. */
    Tensor watch(Parameter parameter) {
        return watched.computeIfAbsent(parameter, p -> new Recorded(this, parent.read(p)));
    }

    @Override
    public Tensor[] apply(Op op, Tensor... inputs) {
        if (!Thread.currentThread().equals(owner)) {
            throw new IllegalStateException(op.label() + ": a tape that " + owner + " records is written to by "
                    + Thread.currentThread() + System.lineSeparator() + "  differentiate on each thread by itself");
        }
        int[] from = new int[inputs.length];
        boolean tracked = false;
        for (int i = 0; i < inputs.length; i++) {
            from[i] = number(inputs[i]);
            tracked |= from[i] >= 0;
        }
        if (tracked && op instanceof Composite composite) {
            return interpret(() -> composite.definition(inputs));
        }
        Tensor[] primals = new Tensor[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            primals[i] = primal(inputs[i]);
        }
        Tensor[] outputs = parent.apply(op, primals);
        return tracked ? record(op, from, primals, outputs) : outputs;
    }

    private Tensor[] record(Op op, int[] from, Tensor[] inputs, Tensor[] outputs) {
        Keep keep = op.keep();
        Spec[] specs = new Spec[inputs.length];
        @Nullable Tensor[] keptInputs = new Tensor[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            specs[i] = inputs[i].spec();
            keptInputs[i] = keep.input(i) ? inputs[i] : null;
        }
        int[] to = new int[outputs.length];
        @Nullable Tensor[] keptOutputs = new Tensor[outputs.length];
        Tensor[] results = new Tensor[outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            keptOutputs[i] = keep.output(i) ? outputs[i] : null;
            results[i] = outputs[i].dtype().isFloating() ? new Recorded(this, outputs[i]) : outputs[i];
            to[i] = number(results[i]);
        }
        steps.add(new Step(op, specs, from, to, keptInputs, keptOutputs));
        return results;
    }

    /** The gradient of {@code y} by each leaf, seeded with {@code dy}; null where y does not depend on it. */
    List<@Nullable Tensor> backward(Tensor y, Tensor dy, List<Tensor> leaves) {
        return parent.interpret(() -> {
            @Nullable Tensor[] gradients = new Tensor[recorded];
            boolean[] needed = needed(leaves);
            if (number(y) >= 0) {
                gradients[number(y)] = dy;
            }
            for (int i = steps.size() - 1; i >= 0; i--) {
                propagate(steps.get(i), gradients, needed);
            }
            List<@Nullable Tensor> found = new ArrayList<>();
            for (Tensor leaf : leaves) {
                found.add(gradients[number(leaf)]);
            }
            return found;
        });
    }

    /** Which tensors depend on a leaf; gradients of others are not computed. */
    private boolean[] needed(List<Tensor> leaves) {
        boolean[] needed = new boolean[recorded];
        leaves.forEach(leaf -> needed[number(leaf)] = true);
        for (Step step : steps) {
            boolean any = false;
            for (int from : step.from) {
                any |= from >= 0 && needed[from];
            }
            for (int to : step.to) {
                if (to >= 0) {
                    needed[to] = any;
                }
            }
        }
        return needed;
    }

    private static void propagate(Step step, @Nullable Tensor[] gradients, boolean[] needed) {
        @Nullable Tensor[] dy = new Tensor[step.to.length];
        boolean reached = false;
        for (int i = 0; i < dy.length; i++) {
            dy[i] = step.to[i] < 0 ? null : gradients[step.to[i]];
            reached |= dy[i] != null;
        }
        boolean[] wanted = new boolean[step.from.length];
        boolean any = false;
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = step.from[i] >= 0 && needed[step.from[i]];
            any |= wanted[i];
        }
        if (!reached || !any) {
            return;
        }
        @Nullable Tensor[] dx = step.op.vjp(new Residuals(step.op, step.specs, step.inputs, step.outputs, wanted), dy);
        for (int i = 0; i < wanted.length; i++) {
            Tensor d = dx[i];
            if (wanted[i] && d != null) {
                Tensor before = gradients[step.from[i]];
                gradients[step.from[i]] = before == null ? d : before.add(d);
            }
        }
    }

    Tensor primal(Tensor tensor) {
        return tensor instanceof Recorded r && r.tape == this ? r.primal : tensor;
    }

    private int number(Tensor tensor) {
        return tensor instanceof Recorded r && r.tape == this ? r.number : -1;
    }

    @Override
    public Tensor read(Variable variable) {
        Recorded leaf = watched.get(variable);
        return leaf != null ? leaf : parent.read(variable);
    }

    @Override
    public void write(Variable variable, Tensor value) {
        parent.write(variable, primal(value));
    }

    @Override
    public Tensor constant(Spec spec, MemorySegment elements) {
        return parent.constant(spec, elements);
    }

    @Override
    public Tensor own(Tensor value) {
        return parent.own(primal(value));
    }
}
