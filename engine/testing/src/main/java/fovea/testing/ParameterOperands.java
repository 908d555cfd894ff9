package fovea.testing;

import fovea.tensor.Interpreter;
import fovea.tensor.Overlay;
import fovea.tensor.Parameter;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;

/**
 * A reading in which tensors stand for parameters: what a layer computes becomes a function of its weights too, which {@link GradientCheck}
 * and whatever else takes functions can take.
 */
public final class ParameterOperands implements Overlay {
    private final Interpreter below = Interpreter.current();
    private final IdentityHashMap<Variable, Tensor> standing = new IdentityHashMap<>();

    private ParameterOperands() {}

    /** {@code program}, whose first operands stand for {@code parameters}; it is given those that follow. */
    public static Function<List<Tensor>, List<Tensor>> first(
            List<Parameter> parameters, Function<List<Tensor>, List<Tensor>> program) {
        return operands -> {
            ParameterOperands reading = new ParameterOperands();
            for (int i = 0; i < parameters.size(); i++) {
                reading.standing.put(parameters.get(i), operands.get(i));
            }
            return reading.interpret(() -> program.apply(operands.subList(parameters.size(), operands.size())));
        };
    }

    @Override
    public Interpreter around() {
        return below;
    }

    @Override
    public Tensor read(Variable variable) {
        Tensor found = standing.get(variable);
        return found != null ? found : below.read(variable);
    }
}
