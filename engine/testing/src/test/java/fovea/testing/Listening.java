package fovea.testing;

import fovea.tensor.Interpreter;
import fovea.tensor.Op;
import fovea.tensor.Overlay;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Hands on every step, and writes down which op it was. */
record Listening(Interpreter around, List<Op> ops) implements Overlay {
    Listening(List<Op> ops) {
        this(Interpreter.current(), ops);
    }

    /** How often {@code program} carries out an op of this label. */
    static long count(String label, Supplier<?> program) {
        List<Op> ops = new ArrayList<>();
        new Listening(ops).interpret(program);
        return ops.stream().filter(op -> op.label().equals(label)).count();
    }

    @Override
    public Tensor[] apply(Op op, Tensor... inputs) {
        ops.add(op);
        return around.apply(op, inputs);
    }
}
