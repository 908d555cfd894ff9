package fovea.nn.summary;

import fovea.nn.Pass;
import fovea.tensor.Interpreter;
import fovea.tensor.Op;
import fovea.tensor.Overlay;
import fovea.tensor.Parameter;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at each step that depends on the input, and at the layer it is a step of. */
final class Census implements Overlay {
    private final Interpreter around = Interpreter.current();
    private final IdentityHashMap<Tensor, Sight> seen = new IdentityHashMap<>();
    private final Set<Variable> counted = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Variable> read = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private @Nullable Stretch open;

    Census(Tensor input) {
        seen.put(input, Sight.PICTURE);
    }

    @Override
    public Interpreter around() {
        return around;
    }

    @Override
    public Tensor read(Variable variable) {
        if (variable instanceof Parameter && counted.add(variable)) {
            read.add(variable);
        }
        return around.read(variable);
    }

    @Override
    public Tensor[] apply(Op op, Tensor... inputs) {
        Tensor[] outputs = around.apply(op, inputs);
        Sight sight = null;
        for (Tensor x : inputs) {
            Sight known = seen.get(x);
            if (known != null) {
                Sight through = known.through(op, x.shape(), outputs[0].shape());
                sight = sight == null ? through : sight.and(through);
            }
        }
        if (sight != null) {
            for (Tensor y : outputs) {
                seen.put(y, sight);
            }
            stretch(op).add(op, inputs, outputs[0], sight, parameters());
        }
        return outputs;
    }

    /** What was read since the last step belongs to this one. */
    private long parameters() {
        long count =
                read.stream().mapToLong(variable -> variable.shape().elements()).sum();
        read.clear();
        return count;
    }

    private Stretch stretch(Op op) {
        String path = Pass.path();
        Stretch found = open;
        if (found == null || !found.continues(path, op)) {
            close();
            found = new Stretch(path, Pass.layer().orElse(null), Pass.kind().orElse(null));
            open = found;
        }
        return found;
    }

    private void close() {
        if (open != null) {
            open.row().ifPresent(rows::add);
        }
        open = null;
    }

    List<Row> rows() {
        close();
        return rows;
    }
}
