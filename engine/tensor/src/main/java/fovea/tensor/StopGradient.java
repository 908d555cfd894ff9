package fovea.tensor;

import org.jspecify.annotations.Nullable;

/** The input, taken for a constant by every tape: {@code y = x}, and no gradient goes back. */
public record StopGradient() implements Alias {
    @Override
    public boolean isDifferentiable(int input) {
        return false;
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        return new Tensor[1];
    }
}
