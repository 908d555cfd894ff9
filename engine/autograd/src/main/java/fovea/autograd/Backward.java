package fovea.autograd;

import fovea.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The gradient of a function of tensors, written with tensors; see {@link Autograd#withGradient(java.util.function.Function, Backward)}. */
@FunctionalInterface
public interface Backward {

    /**
     * The gradients of a scalar by each input, given those by each output.
     *
     * @param x the inputs
     * @param y what the function gave
     * @param dy one for each of {@code y}, of its shape and type; zeros where the scalar does not depend on it
     * @return one for each of {@code x}, of its shape and type; null for none
     */
    List<? extends @Nullable Tensor> gradients(List<Tensor> x, List<Tensor> y, List<Tensor> dy);
}
