package fovea.train;

import fovea.tensor.Interpreter;
import fovea.tensor.Overlay;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A reading in which variables keep their values until the end of the program, and then change only if what it gave is sound. */
final class Pending implements Overlay {
    private final Interpreter around = Interpreter.current();
    private final Map<Variable, Tensor> writes = new LinkedHashMap<>();

    /** Runs {@code program}, whose first value is a scalar; where that is infinite or not a number, no variable changes. */
    static List<Tensor> ifFinite(Supplier<List<Tensor>> program) {
        Pending pending = new Pending();
        List<Tensor> y = pending.interpret(program);
        Tensor sound = y.getFirst().isFinite();
        Map<Variable, Tensor> chosen = new LinkedHashMap<>();
        pending.writes.forEach((variable, value) -> chosen.put(variable, sound.where(value, variable.get())));
        chosen.forEach(Variable::set);
        return y;
    }

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

    /** No variable's memory is written before the end. */
    @Override
    public Tensor saved(Tensor value, Variable variable) {
        return value;
    }
}
