package fovea.train.optim;

import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.Map;

/**
 * Adam with the largest gradient in place of the second moment (Kingma and Ba 2015, algorithm 2,
 * <a href="https://arxiv.org/abs/1412.6980">arXiv:1412.6980</a>), in PyTorch's form, which keeps it above zero:
 *
 * <pre>  m ← β₁ m + (1 − β₁) g   u ← max(β₂ u, |g| + ε)   θ ← θ − lr / (1 − β₁ᵗ) · m / u</pre>
 *
 * The learning rate is 2e-3 at first, as PyTorch's and the paper's.
 *
 * @param count t, the steps made so far
 * @param first m
 * @param largest u
 */
public record Adamax(
        State learningRate, State count, Moments first, Moments largest, double beta1, double beta2, double epsilon)
        implements Optimizer {

    /** Refuses what has no meaning. */
    public Adamax {
        Scalar.checkShare("β₁", beta1);
        Scalar.checkShare("β₂", beta2);
    }

    /** With β₁ = 0.9, β₂ = 0.999 and ε = 1e-8, as PyTorch's. */
    public static Adamax of(Object model) {
        return of(model, 0.9, 0.999, 1e-8);
    }

    /** With these β₁, β₂ and ε. */
    public static Adamax of(Object model, double beta1, double beta2, double epsilon) {
        return new Adamax(
                Scalar.rate(model, 2e-3), Scalar.of(0), Moments.of(model), Moments.of(model), beta1, beta2, epsilon);
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        DType type = learningRate.spec().dtype();
        Tensor rate = learningRate
                .get()
                .div(Scalar.correction(beta1, Scalar.next(count)).cast(type));
        gradients.forEach((parameter, g) -> {
            Tensor m = first.move(parameter, beta1, g);
            State state = largest.of(parameter);
            Tensor u = state.get().mul(beta2).maximum(g.abs().add(epsilon));
            state.set(u);
            parameter.set(parameter.get().sub(m.div(u).mul(rate.cast(g.dtype()))));
        });
    }
}
