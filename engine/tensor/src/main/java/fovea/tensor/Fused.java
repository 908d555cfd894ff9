package fovea.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A chain of element-wise ops computed in one pass over memory. The graph compiler makes these; people need not.
 *
 * <p>Values are numbered: first the inputs, then the result of each step. All inputs and outputs have one shape, and one type
 * but for what is a {@link Cast} away.
 *
 * @param inputs how many inputs there are
 * @param steps in order, each reading only lower numbers
 * @param outputs the numbers of the values that come out
 */
public record Fused(int inputs, List<Step> steps, List<Integer> outputs) implements Composite {

    public Fused {
        steps = List.copyOf(steps);
        outputs = List.copyOf(outputs);
    }

    /**
     * One op of the chain. A {@link Cast} is between single precision and bf16, and rounds. The condition of a {@link Where} is a number here, as comparisons give it before it is made a truth value: what is
     * above 0 holds.
     *
     * @param b the second operand's number; for a unary op and a cast the same as {@code a}
     * @param c the third operand's number; for other ops than {@link Where} the same as {@code b}
     */
    public record Step(Op op, int a, int b, int c) {
        public Step {
            boolean casts = op instanceof Cast(DType to) && (to == DType.F32 || to == DType.BF16);
            if (!casts && !(op instanceof Unary) && !(op instanceof Binary) && !(op instanceof Where)) {
                throw new IllegalArgumentException(op + " is not element-wise");
            }
        }

        /** Of an op with one or two operands. */
        public Step(Op op, int a, int b) {
            this(op, a, b, b);
        }
    }

    @Override
    public Spec[] infer(Spec... x) {
        List<DType> types = types(Stream.of(x).map(Spec::dtype).toList());
        return outputs.stream().map(i -> new Spec(x[0].shape(), types.get(i))).toArray(Spec[]::new);
    }

    /** The type of each value, for inputs of these types. */
    public List<DType> types(List<DType> ofInputs) {
        List<DType> types = new ArrayList<>(ofInputs);
        for (Step step : steps) {
            types.add(step.op() instanceof Cast(DType to) ? to : types.get(step.b()));
        }
        return types;
    }

    @Override
    public Tensor[] definition(Tensor... x) {
        Tensor[] values = java.util.Arrays.copyOf(x, inputs + steps.size());
        int next = inputs;
        for (Step step : steps) {
            Tensor a = values[step.a()];
            Tensor b = values[step.b()];
            values[next++] = switch (step.op()) {
                case Unary u -> u.apply(a);
                case Cast(DType to) -> a.cast(to);
                case Where w -> w.apply(a.gt(0), b, values[step.c()]);
                default -> step.op().apply(a, b);
            };
        }
        return outputs.stream().map(i -> values[i]).toArray(Tensor[]::new);
    }
}
