package fovea.train.optim;

import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.Map;

/**
 * Gradients over the root of the sum of all their squares so far (Duchi, Hazan and Singer 2011, "Adaptive subgradient methods for online
 * learning and stochastic optimization", figure 1, diagonal), in PyTorch's form:
 *
 * <pre>  s ← s + g²   θ ← θ − lr / (1 + (t − 1) η) · g / (√s + ε)</pre>
 *
 * The learning rate is 1e-2 at first, as PyTorch's.
 *
 * @param count t, the steps made so far
 * @param sum s
 * @param rateDecay η
 */
public record Adagrad(State learningRate, State count, Moments sum, double rateDecay, double epsilon)
        implements Optimizer {

    /** With η = 0, sums beginning with 0, and ε = 1e-10, as PyTorch's. */
    public static Adagrad of(Object model) {
        return of(model, 0, 0, 1e-10);
    }

    /**
     * With this η and ε.
     *
     * @param initial what each sum begins with
     */
    public static Adagrad of(Object model, double rateDecay, double initial, double epsilon) {
        return new Adagrad(Scalar.rate(model, 1e-2), Scalar.of(0), Moments.of(model, initial), rateDecay, epsilon);
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        DType type = learningRate.spec().dtype();
        Tensor slower = Scalar.next(count).sub(1).mul(rateDecay).add(1);
        Tensor rate = learningRate.get().div(slower.cast(type));
        gradients.forEach((parameter, g) -> {
            State state = sum.of(parameter);
            Tensor s = state.get().add(g.square());
            state.set(s);
            Tensor direction = g.div(s.sqrt().add(epsilon));
            parameter.set(parameter.get().sub(direction.mul(rate.cast(g.dtype()))));
        });
    }
}
