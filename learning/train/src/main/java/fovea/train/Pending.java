package fovea.train;

import fovea.tensor.Interpreter;
import fovea.tensor.Overlay;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.util.LinkedHashMap;
import java.util.Map;

/** A reading in which a program sees what it writes to variables, and nobody else does: they keep their values. */
final class Pending implements Overlay {
    private final Interpreter around = Interpreter.current();
    private final Map<Variable, Tensor> writes = new LinkedHashMap<>();

    @Override
    public Interpreter around() {
        return around;
    }

    @Override
    public Tensor read(Variable variable) {
        Tensor written = writes.get(variable);
        return written == null ? around.read(variable) : written;
    }

    @Override
    public void write(Variable variable, Tensor value) {
        writes.put(variable, value);
    }

    /** No variable's memory is written. */
    @Override
    public Tensor saved(Tensor value, Variable variable) {
        return value;
    }
}
