package fovea.tensor;

import java.util.List;

/**
 * A chain of element-wise ops computed in one pass over memory. The graph compiler makes these; people need not.
 *
 * <p>Values are numbered: first the inputs, then the result of each step. All inputs and outputs have one shape and type.
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
     * One op of the chain.
     *
     * @param b the second operand's number; for a unary op the same as {@code a}
     */
    public record Step(Op op, int a, int b) {
        public Step {
            if (!(op instanceof Unary) && !(op instanceof Binary)) {
                throw new IllegalArgumentException(op + " is not element-wise");
            }
        }
    }

    @Override
    public Spec[] infer(Spec... x) {
        Spec[] y = new Spec[outputs.size()];
        java.util.Arrays.fill(y, x[0]);
        return y;
    }

    @Override
    public Tensor[] definition(Tensor... x) {
        Tensor[] values = java.util.Arrays.copyOf(x, inputs + steps.size());
        int next = inputs;
        for (Step step : steps) {
            values[next++] = step.op() instanceof Unary
                    ? step.op().apply(values[step.a()])
                    : step.op().apply(values[step.a()], values[step.b()]);
        }
        return outputs.stream().map(i -> values[i]).toArray(Tensor[]::new);
    }
}
