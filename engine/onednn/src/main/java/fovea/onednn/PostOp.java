package fovea.onednn;

import org.jspecify.annotations.Nullable;

/** A step that a primitive does to its result before storing it, in the order given. */
sealed interface PostOp {

    /** {@code y ← kind(y)} with oneDNN's two parameters. */
    record Apply(Eltwise.Kind kind, float alpha, float beta) implements PostOp {}

    /**
     * {@code y ← y + scale · (what dst held before)}.
     *
     * @param type of what dst held, as large as that of the result; null for the same
     */
    record Accumulate(float scale, @Nullable DataType type) implements PostOp {
        Accumulate(float scale) {
            this(scale, null);
        }
    }

    /** {@code y ← kind(y, operand)}; the operand is one more argument, {@link Arg#postOp}. */
    record Combine(Binary.Kind kind, MemoryDesc operand) implements PostOp {}
}
