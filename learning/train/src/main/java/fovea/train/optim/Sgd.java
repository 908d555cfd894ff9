package fovea.train.optim;

import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stochastic gradient descent with momentum μ and weight decay λ, in PyTorch's form, where the learning rate is outside the velocity:
 *
 * <pre>  g ← g + λ θ   v ← μ v + g   θ ← θ − lr · v        (Nesterov: θ ← θ − lr · (g + μ v))</pre>
 *
 * @param velocity null where there is no momentum
 */
public record Sgd(State learningRate, @Nullable Moments velocity, double momentum, double weightDecay, boolean nesterov)
        implements Optimizer {

    /** Without momentum and decay. */
    public static Sgd of() {
        return new Sgd(new State(Tensor.zeros(fovea.tensor.Shape.SCALAR)), null, 0, 0, false);
    }

    /**
     * With momentum and decay.
     *
     * @param model whose parameters it will change
     * @param momentum μ, usually 0.9
     * @param weightDecay λ, of all parameters, as in PyTorch
     */
    public static Sgd of(Object model, double momentum, double weightDecay) {
        return new Sgd(of().learningRate, Moments.of(model), momentum, weightDecay, false);
    }

    /** The same, looking ahead (Nesterov). */
    public Sgd withNesterov() {
        return new Sgd(learningRate, velocity, momentum, weightDecay, true);
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        Tensor rate = learningRate.get();
        gradients.forEach((parameter, gradient) -> {
            Tensor old = parameter.get();
            Tensor g = weightDecay == 0 ? gradient : gradient.add(old.mul(weightDecay));
            parameter.set(old.sub(direction(parameter, g).mul(rate)));
        });
    }

    private Tensor direction(Parameter parameter, Tensor g) {
        if (velocity == null) {
            return g;
        }
        State state = velocity.of(parameter);
        Tensor v = state.get().mul(momentum).add(g);
        state.set(v);
        return nesterov ? g.add(v.mul(momentum)) : v;
    }
}
