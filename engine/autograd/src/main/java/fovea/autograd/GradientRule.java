package fovea.autograd;

import fovea.tensor.Op;
import fovea.tensor.Residuals;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A gradient for ops of one kind, in place of their own; see {@link Autograd#override}. */
@FunctionalInterface
public interface GradientRule<O extends Op> {

    /**
     * What is to go back by each input, given what came back by each output; as {@link Op#vjp}.
     *
     * @param op the op itself, with its settings
     * @param r all inputs and outputs; none is missing
     * @param dy null where nothing came back by that output; at least one is there
     * @return one for each input, of its shape and type; null for none
     */
    @Nullable
    Tensor[] vjp(O op, Residuals r, @Nullable Tensor... dy);
}
