package fovea.train.optim;

import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.Map;

/**
 * Adam that trusts its second moment only when it is known well enough (Liu et al. 2020, algorithm 2,
 * <a href="https://arxiv.org/abs/1908.03265">arXiv:1908.03265</a>), with the moments of {@link Adam} and
 *
 * <pre>  ρ∞ = 2 / (1 − β₂) − 1   ρ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ)   r = √((ρ − 4)(ρ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) ρ))
 *  θ ← θ − lr · m̂ · r · √(1 − β₂ᵗ) / (√v + ε)   where ρ > 5, as PyTorch has it (the paper: 4)
 *  θ ← θ − lr · m̂                               before</pre>
 *
 * The learning rate is 1e-3 at first, as PyTorch's.
 *
 * @param count t, the steps made so far
 */
public record RAdam(
        State learningRate, State count, Moments first, Moments second, double beta1, double beta2, double epsilon)
        implements Optimizer {

    /** Refuses what has no meaning. */
    public RAdam {
        Scalar.checkShare("β₁", beta1);
        Scalar.checkShare("β₂", beta2);
    }

    /** With β₁ = 0.9, β₂ = 0.999 and ε = 1e-8, as PyTorch's. */
    public static RAdam of(Object model) {
        return of(model, 0.9, 0.999, 1e-8);
    }

    /** With these β₁, β₂ and ε. */
    public static RAdam of(Object model, double beta1, double beta2, double epsilon) {
        return new RAdam(
                Scalar.rate(model, 1e-3), Scalar.of(0), Moments.of(model), Moments.of(model), beta1, beta2, epsilon);
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        Tensor t = Scalar.next(count);
        Tensor correction = Scalar.correction(beta2, t);
        double limit = 2 / (1 - beta2) - 1;
        Tensor rho = t.mul(Scalar.power(beta2, t)).mul(-2).div(correction).add(limit);
        Tensor isKnown = Tensor.full(rho.spec(), 1).wherePositive(rho.sub(5));
        Tensor scale = limit <= 5
                ? isKnown
                : rectification(rho, limit).mul(correction.sqrt()).mul(isKnown);
        Tensor rate = learningRate.get().cast(t.dtype()).div(Scalar.correction(beta1, t));
        gradients.forEach((parameter, g) -> {
            Tensor m = first.move(parameter, beta1, g);
            Tensor v = second.move(parameter, beta2, g.square());
            Tensor adapted = scale.cast(g.dtype()).div(v.sqrt().add(epsilon));
            Tensor each = adapted.add(isKnown.neg().add(1).cast(g.dtype()));
            parameter.set(parameter.get().sub(m.mul(rate.cast(g.dtype())).mul(each)));
        });
    }

    /** r; below 4 the root would have no value, so it is of 0 there. */
    private static Tensor rectification(Tensor rho, double limit) {
        double scale = limit / ((limit - 4) * (limit - 2));
        return rho.sub(4).relu().mul(rho.sub(2)).div(rho).mul(scale).relu().sqrt();
    }
}
