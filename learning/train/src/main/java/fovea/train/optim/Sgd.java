package fovea.train.optim;

import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stochastic gradient descent with momentum μ, dampening τ and weight decay λ, in PyTorch's form, where the learning rate is outside the
 * velocity:
 *
 * <pre>  g ← g + λ θ   v ← μ v + (1 − τ) g   θ ← θ − lr · v        (Nesterov: θ ← θ − lr · (g + μ v))</pre>
 *
 * The first velocity is the gradient, undampened. Momentum is Polyak's (1964, "Some methods of speeding up the convergence of iteration
 * methods"), looking ahead is in the form of Sutskever et al. (2013, "On the importance of initialization and momentum in deep learning").
 * The learning rate is 1e-3 at first, as PyTorch's.
 *
 * @param velocity null where there is no momentum
 * @param isMoving 1 once there is a velocity, else 0; null where there is no dampening
 */
public record Sgd(
        State learningRate,
        @Nullable Moments velocity,
        @Nullable State isMoving,
        double momentum,
        double dampening,
        double weightDecay,
        boolean nesterov)
        implements Optimizer {
    private static final double RATE = 1e-3;

    /** Refuses what has no meaning. */
    public Sgd {
        if (nesterov && (velocity == null || dampening != 0)) {
            throw new IllegalArgumentException(
                    "Nesterov with " + (velocity == null ? "no momentum" : "dampening " + dampening)
                            + System.lineSeparator() + "  looking ahead needs a momentum, undampened");
        }
    }

    /** Without momentum and decay. */
    public static Sgd of() {
        return new Sgd(Scalar.rate(RATE), null, null, 0, 0, 0, false);
    }

    /** Without momentum and decay, with the learning rate in the model's type. */
    public static Sgd of(Object model) {
        return new Sgd(Scalar.rate(model, RATE), null, null, 0, 0, 0, false);
    }

    /**
     * With momentum and decay.
     *
     * @param model whose parameters it will change
     * @param momentum μ, usually 0.9
     * @param weightDecay λ, of all parameters, as in PyTorch
     */
    public static Sgd of(Object model, double momentum, double weightDecay) {
        return new Sgd(Scalar.rate(model, RATE), Moments.of(model), null, momentum, 0, weightDecay, false);
    }

    /** The same, looking ahead (Nesterov). */
    public Sgd withNesterov() {
        return new Sgd(learningRate, velocity, isMoving, momentum, dampening, weightDecay, true);
    }

    /** The same with another μ; for schedules that move it from step to step, in steps that are not compiled. */
    public Sgd withMomentum(double momentum) {
        return new Sgd(learningRate, velocity, isMoving, momentum, dampening, weightDecay, nesterov);
    }

    /** The same with τ; 0 in the original. */
    public Sgd withDampening(double dampening) {
        return new Sgd(learningRate, velocity, Scalar.of(0), momentum, dampening, weightDecay, nesterov);
    }

    /** The same with another λ. */
    @Override
    public Sgd withWeightDecay(double lambda) {
        return new Sgd(learningRate, velocity, isMoving, momentum, dampening, lambda, nesterov);
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        Tensor rate = learningRate.get();
        Tensor share = isMoving == null ? null : isMoving.get().mul(-dampening).add(1);
        gradients.forEach((parameter, gradient) -> {
            Tensor old = parameter.get();
            Tensor g = weightDecay == 0 ? gradient : gradient.add(old.mul(weightDecay));
            Tensor v = velocity == null ? g : direction(velocity.of(parameter), g, share);
            parameter.set(old.sub(v.mul(rate.cast(old.dtype()))));
        });
        if (isMoving != null) {
            isMoving.set(Tensor.full(isMoving.spec(), 1));
        }
    }

    private Tensor direction(State velocity, Tensor g, @Nullable Tensor share) {
        Tensor push = share == null ? g : g.mul(share.cast(g.dtype()));
        Tensor v = velocity.get().mul(momentum).add(push);
        velocity.set(v);
        return nesterov ? g.add(v.mul(momentum)) : v;
    }
}
