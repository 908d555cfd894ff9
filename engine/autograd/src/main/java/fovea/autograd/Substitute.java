package fovea.autograd;

import fovea.tensor.Interpreter;
import fovea.tensor.Op;
import fovea.tensor.Overlay;
import fovea.tensor.Residuals;
import fovea.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A gradient rule in place of that of some ops. Tapes look for it among the readings in force; it changes no value. */
record Substitute<O extends Op>(Interpreter around, Class<O> type, GradientRule<O> rule) implements Overlay {

    /** The innermost one in force for {@code op}, or null. */
    static @Nullable Substitute<?> of(Op op) {
        for (Interpreter i = Interpreter.current(); i != null; i = i.around()) {
            if (i instanceof Substitute<?> substitute && substitute.type.isInstance(op)) {
                return substitute;
            }
        }
        return null;
    }

    @Nullable
    Tensor[] vjp(Op op, Residuals r, int inputs, @Nullable Tensor[] dy) {
        @Nullable Tensor[] dx = rule.vjp(type.cast(op), r, dy);
        Gradients.check("override of " + op.label(), Arrays.asList(dx), inputs, r::spec);
        return dx;
    }
}
