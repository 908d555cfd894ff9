package fovea.autograd;

import fovea.tensor.Fill;
import fovea.tensor.Parameter;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Gradients of programs, by reverse accumulation. They are tensors like any other, so they can be differentiated again. */
public final class Autograd {
    private Autograd() {}

    /**
     * A scalar and its gradient by each parameter it depends on.
     *
     * @param others what the program gave besides the scalar
     * @param gradients in the order the parameters were named; those the scalar does not depend on are missing
     */
    public record ValueAndGradients(Tensor value, List<Tensor> others, Map<Parameter, Tensor> gradients) {}

    /** Runs {@code loss}, which must give a scalar, and differentiates it with respect to {@code parameters}. */
    public static ValueAndGradients valueAndGradients(List<Parameter> parameters, Supplier<Tensor> loss) {
        return firstAndGradients(parameters, () -> List.of(loss.get()));
    }

    /** As {@link #valueAndGradients} of the first tensor that {@code program} gives; the others come back as they are. */
    public static ValueAndGradients firstAndGradients(List<Parameter> parameters, Supplier<List<Tensor>> program) {
        Tape tape = new Tape();
        List<Tensor> leaves = parameters.stream().map(tape::watch).toList();
        List<Tensor> y = tape.interpret(program);
        List<@Nullable Tensor> found = tape.backward(y.getFirst(), one(tape.primal(y.getFirst())), leaves);
        Map<Parameter, Tensor> gradients = new LinkedHashMap<>();
        for (int i = 0; i < leaves.size(); i++) {
            Tensor gradient = found.get(i);
            if (gradient != null) {
                gradients.put(parameters.get(i), gradient);
            }
        }
        List<Tensor> primals = y.stream().map(tape::primal).toList();
        return new ValueAndGradients(primals.getFirst(), primals.subList(1, primals.size()), gradients);
    }

    /** The gradient of the scalar {@code f(x)} with respect to {@code x}; the same shape as {@code x}. */
    public static Tensor gradient(Tensor x, UnaryOperator<Tensor> f) {
        return gradients(List.of(x), in -> f.apply(in.getFirst())).getFirst();
    }

    /** The gradients of the scalar {@code f(x…)} with respect to each of {@code x}; zeros where it does not depend on one. */
    public static List<Tensor> gradients(List<Tensor> x, Function<List<Tensor>, Tensor> f) {
        Tape tape = new Tape();
        List<Tensor> leaves = x.stream().map(tape::watch).toList();
        Tensor y = tape.interpret(() -> f.apply(leaves));
        List<@Nullable Tensor> found = tape.backward(y, one(tape.primal(y)), leaves);
        return java.util.stream.IntStream.range(0, x.size())
                .mapToObj(i -> {
                    Tensor gradient = found.get(i);
                    return gradient == null ? new Fill(x.get(i).spec(), 0).apply() : gradient;
                })
                .toList();
    }

    private static Tensor one(Tensor y) {
        if (y.shape().elements() != 1) {
            throw new ShapeException(
                    "gradient",
                    "the loss is " + y.shape(),
                    "only a scalar has a gradient; loss.mean() or loss.sum() would fit");
        }
        return new Fill(y.spec(), 1).apply();
    }
}
