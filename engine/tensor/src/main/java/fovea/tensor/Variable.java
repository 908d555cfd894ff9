package fovea.tensor;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A place that holds a tensor and can be given another: a weight, a running mean, a moment of an optimizer. It owns its
 * memory, which stays in one place; {@link #set} copies into it. Nothing else outlives a training step.
 */
public abstract sealed class Variable permits Parameter, State {
    private final Tensor stored;
    private final AtomicInteger writes = new AtomicInteger();

    Variable(Tensor initial) {
        this.stored = Interpreter.current().own(initial);
    }

    /**
     * What it holds, at this point of the program in force. Evaluated at once this is a look at the variable's own memory, which a later
     * {@link #set} changes; {@code get().add(0)} is a copy that stays. A traced or compiled function always has the value it read.
     */
    public final Tensor get() {
        return Interpreter.current().read(this);
    }

    /** Gives it another value of the same shape and type. */
    public final void set(Tensor value) {
        if (!value.spec().equals(stored.spec())) {
            throw new ShapeException(
                    "set",
                    "a variable of " + stored.spec() + " cannot hold " + value.spec(),
                    "a variable keeps the shape and type it was made with");
        }
        Interpreter.current().write(this, value);
    }

    public final Spec spec() {
        return stored.spec();
    }

    public final Shape shape() {
        return stored.shape();
    }

    /** The memory itself; for evaluation, which every other reading's reads and writes come down to. */
    public final Tensor stored() {
        return stored;
    }

    /** How often its memory was given another value: whoever read it knows by that whether what was read still stands. */
    public final int writes() {
        return writes.get();
    }

    /** Counts a write; for evaluation, while no kernel runs but the one that writes. */
    public final void written() {
        writes.incrementAndGet();
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + " " + stored.spec();
    }
}
