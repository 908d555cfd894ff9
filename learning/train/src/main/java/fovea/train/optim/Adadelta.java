package fovea.train.optim;

import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.Map;

/**
 * Steps in the weights' own units (Zeiler 2012, algorithm 1, <a href="https://arxiv.org/abs/1212.5701">arXiv:1212.5701</a>):
 *
 * <pre>  v ← ρ v + (1 − ρ) g²   δ = √(d + ε) / √(v + ε) · g   d ← ρ d + (1 − ρ) δ²   θ ← θ − lr · δ</pre>
 *
 * The learning rate is 1 at first, as PyTorch's and, unsaid, the paper's.
 *
 * @param square v
 * @param change d
 */
public record Adadelta(State learningRate, Moments square, Moments change, double rho, double epsilon)
        implements Optimizer {

    /** With ρ = 0.9 and ε = 1e-6, as PyTorch's. */
    public static Adadelta of(Object model) {
        return of(model, 0.9, 1e-6);
    }

    /** With these ρ and ε. */
    public static Adadelta of(Object model, double rho, double epsilon) {
        return new Adadelta(Scalar.rate(model, 1), Moments.of(model), Moments.of(model), rho, epsilon);
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        gradients.forEach((parameter, g) -> {
            Tensor v = square.move(parameter, rho, g.square());
            Tensor before = change.of(parameter).get().add(epsilon).sqrt();
            Tensor delta = before.div(v.add(epsilon).sqrt()).mul(g);
            change.move(parameter, rho, delta.square());
            parameter.set(parameter.get().sub(delta.mul(learningRate.get().cast(g.dtype()))));
        });
    }
}
