package fovea.train;

import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** The values of variables as they were a step ago, in memory that is taken once. */
final class Kept {
    private static final long ALIGNMENT = 64;

    private final List<Variable> variables;
    private final List<MemorySegment> values;

    Kept(List<Variable> variables) {
        this.variables = List.copyOf(variables);
        this.values = variables.stream()
                .map(each -> Arena.ofAuto().allocate(each.spec().bytes(), ALIGNMENT))
                .toList();
    }

    /** Keeps what they are now. */
    void take() {
        for (int i = 0; i < variables.size(); i++) {
            variables.get(i).get().copyTo(values.get(i));
        }
    }

    /** Makes them what they were. */
    void bringBack() {
        for (int i = 0; i < variables.size(); i++) {
            Variable variable = variables.get(i);
            variable.set(Tensor.of(variable.spec(), values.get(i)));
        }
    }
}
