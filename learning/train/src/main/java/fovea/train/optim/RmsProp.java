package fovea.train.optim;

import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gradients over their root mean square (Tieleman and Hinton 2012, "Neural networks for machine learning", lecture 6.5):
 *
 * <pre>  v ← α v + (1 − α) g²   θ ← θ − lr · g / (√v + ε)</pre>
 *
 * Centered, over their standard deviation, {@code √(v − m²)} with {@code m ← α m + (1 − α) g}; with momentum, {@code b ← μ b + g / (√v + ε)}
 * and {@code θ ← θ − lr · b} (both Graves 2013, section 4.2, <a href="https://arxiv.org/abs/1308.0850">arXiv:1308.0850</a>). ε is outside
 * the root, as PyTorch has it; Graves has it inside. The learning rate is 1e-2 at first, as PyTorch's.
 *
 * @param square v
 * @param mean m, null where it is not centered
 * @param velocity b, null where there is no momentum
 */
public record RmsProp(
        State learningRate,
        Moments square,
        @Nullable Moments mean,
        @Nullable Moments velocity,
        double alpha,
        double epsilon,
        double momentum)
        implements Optimizer {

    /** With α = 0.99 and ε = 1e-8, as PyTorch's, not centered and without momentum. */
    public static RmsProp of(Object model) {
        return of(model, 0.99, 1e-8);
    }

    /** With these α and ε, not centered and without momentum. */
    public static RmsProp of(Object model, double alpha, double epsilon) {
        return new RmsProp(Scalar.rate(model, 1e-2), Moments.of(model), null, null, alpha, epsilon, 0);
    }

    /** The same, centered. */
    public RmsProp centered() {
        return new RmsProp(learningRate, square, square.others(0), velocity, alpha, epsilon, momentum);
    }

    /** The same with momentum μ. */
    public RmsProp withMomentum(double momentum) {
        return new RmsProp(learningRate, square, mean, square.others(0), alpha, epsilon, momentum);
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        gradients.forEach((parameter, g) -> {
            Tensor v = square.move(parameter, alpha, g.square());
            Tensor spread = mean == null ? v : variance(v, mean.move(parameter, alpha, g));
            Tensor direction = g.div(spread.sqrt().add(epsilon));
            Tensor b = velocity == null ? direction : push(velocity.of(parameter), direction);
            parameter.set(parameter.get().sub(b.mul(learningRate.get().cast(g.dtype()))));
        });
    }

    /** Not below zero, where rounding may bring it. */
    private static Tensor variance(Tensor v, Tensor m) {
        return v.sub(m.square()).relu();
    }

    private Tensor push(State velocity, Tensor direction) {
        Tensor b = velocity.get().mul(momentum).add(direction);
        velocity.set(b);
        return b;
    }
}
