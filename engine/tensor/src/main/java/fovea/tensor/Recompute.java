package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The input, from which something is computed a second time: {@code y = x}, {@code dx = dy}. No two are equal, so a graph pass that
 * computes equal steps once leaves the second computation where it is. Gradient checkpointing makes these; people need not.
 */
public final class Recompute implements Alias {

    /** Unlike any other. */
    public Recompute() {}

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        return new Tensor[] {dy[0]};
    }

    @Override
    public String toString() {
        return "Recompute[]";
    }
}
