package fovea.train.optim;

import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@link Adam} for tables of which a step touches few rows, as an embedding: rows whose gradient is zero throughout stay as they are, and
 * their moments too. As PyTorch's {@code SparseAdam}, whose ε is beside the second moment before it is corrected:
 *
 * <pre>  θ ← θ − lr · √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)</pre>
 *
 * The learning rate is 1e-3 at first, as PyTorch's.
 *
 * @param count t, the steps made so far, whichever rows they touched
 */
public record SparseAdam(
        State learningRate, State count, Moments first, Moments second, double beta1, double beta2, double epsilon)
        implements Optimizer {

    /** Refuses what has no meaning. */
    public SparseAdam {
        Scalar.checkShare("β₁", beta1);
        Scalar.checkShare("β₂", beta2);
    }

    /** With β₁ = 0.9, β₂ = 0.999 and ε = 1e-8, as PyTorch's. */
    public static SparseAdam of(Object model) {
        return of(model, 0.9, 0.999, 1e-8);
    }

    /** With these β₁, β₂ and ε. */
    public static SparseAdam of(Object model, double beta1, double beta2, double epsilon) {
        return new SparseAdam(
                Scalar.rate(model, 1e-3), Scalar.of(0), Moments.of(model), Moments.of(model), beta1, beta2, epsilon);
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        Tensor t = Scalar.next(count);
        DType type = learningRate.spec().dtype();
        Tensor rate = learningRate
                .get()
                .mul(Scalar.correction(beta2, t).sqrt().cast(type))
                .div(Scalar.correction(beta1, t).cast(type));
        gradients.forEach((parameter, g) -> {
            Tensor isTouched = isTouched(g);
            Tensor m = move(first.of(parameter), beta1, g, isTouched);
            Tensor v = move(second.of(parameter), beta2, g.square(), isTouched);
            Tensor step = m.div(v.sqrt().add(epsilon)).mul(rate.cast(g.dtype()));
            parameter.set(parameter.get().sub(isTouched.where(step, 0)));
        });
    }

    private static Tensor move(State moment, double beta, Tensor x, Tensor isTouched) {
        Tensor before = moment.get();
        Tensor moved = isTouched.where(before.mul(beta).add(x.mul(1 - beta)), before);
        moment.set(moved);
        return moved;
    }

    /** {@code [N, D…]} → {@code bool [N, 1…]}, true for rows with an element that is not zero. */
    private static Tensor isTouched(Tensor g) {
        int rank = g.shape().rank();
        if (rank == 0) {
            return g.ne(0);
        }
        int[] rest = IntStream.range(1, rank).toArray();
        int[] sizes = new int[rank];
        Arrays.fill(sizes, 1);
        sizes[0] = g.shape().size(0);
        Tensor largest = rank == 1 ? g.abs() : g.abs().max(rest);
        return largest.ne(0).reshape(Shape.of(sizes));
    }
}
