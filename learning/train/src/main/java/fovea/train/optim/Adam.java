package fovea.train.optim;

import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adam (Kingma and Ba 2015, algorithm 1, <a href="https://arxiv.org/abs/1412.6980">arXiv:1412.6980</a>):
 *
 * <pre>  m ← β₁ m + (1 − β₁) g   v ← β₂ v + (1 − β₂) g²   θ ← θ − lr · m̂ / (√v̂ + ε)</pre>
 *
 * where {@code m̂ = m / (1 − β₁ᵗ)} and {@code v̂ = v / (1 − β₂ᵗ)} undo the zeros they began with. AMSGrad (Reddi et al. 2018,
 * <a href="https://arxiv.org/abs/1904.09237">arXiv:1904.09237</a>) divides by the largest v so far. AdamW is {@link
 * #withDecoupledWeightDecay}. The learning rate is 1e-3 at first, as PyTorch's and the paper's.
 *
 * @param count t, the steps made so far
 * @param highest the largest v so far, null where it does not count
 */
public record Adam(
        State learningRate,
        State count,
        Moments first,
        Moments second,
        @Nullable Moments highest,
        double beta1,
        double beta2,
        double epsilon)
        implements Optimizer {

    /** Refuses what has no meaning. */
    public Adam {
        Scalar.checkShare("β₁", beta1);
        Scalar.checkShare("β₂", beta2);
    }

    /** With β₁ = 0.9, β₂ = 0.999 and ε = 1e-8, as PyTorch's and the paper's. */
    public static Adam of(Object model) {
        return new Adam(
                Scalar.rate(model, 1e-3), Scalar.of(0), Moments.of(model), Moments.of(model), null, 0.9, 0.999, 1e-8);
    }

    /** The same with other β₁ and β₂; for schedules that move β₁ from step to step, in steps that are not compiled. */
    public Adam withBetas(double beta1, double beta2) {
        return new Adam(learningRate, count, first, second, highest, beta1, beta2, epsilon);
    }

    /** The same with another ε. */
    public Adam withEpsilon(double epsilon) {
        return new Adam(learningRate, count, first, second, highest, beta1, beta2, epsilon);
    }

    /** The same as AMSGrad. */
    public Adam withAmsgrad() {
        return new Adam(learningRate, count, first, second, first.others(0), beta1, beta2, epsilon);
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        Tensor t = Scalar.next(count);
        DType type = learningRate.spec().dtype();
        Tensor rate = learningRate.get().div(Scalar.correction(beta1, t).cast(type));
        Tensor spread = Scalar.correction(beta2, t).cast(type).sqrt().reciprocal();
        gradients.forEach((parameter, g) -> {
            Tensor m = first.move(parameter, beta1, g);
            Tensor v = second.move(parameter, beta2, g.square());
            Tensor largest = highest == null ? v : raise(highest.of(parameter), v);
            Tensor deviation = largest.sqrt().mul(spread.cast(g.dtype())).add(epsilon);
            parameter.set(parameter.get().sub(m.div(deviation).mul(rate.cast(g.dtype()))));
        });
    }

    private static Tensor raise(State highest, Tensor v) {
        Tensor raised = highest.get().maximum(v);
        highest.set(raised);
        return raised;
    }
}
