package fovea.train.optim;

import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.Map;

/**
 * Adam that looks ahead as Nesterov does (Dozat 2016, "Incorporating Nesterov momentum into Adam", algorithm 2 with the momentum schedule of
 * its section 2.2), with the moments and corrections of {@link Adam} and
 *
 * <pre>  μₜ = β₁ (1 − ½ · 0.96^(t ψ))   θ ← θ − lr · ((1 − μₜ) g / (1 − Πᵢ₌₁ᵗ μᵢ) + μₜ₊₁ m / (1 − Πᵢ₌₁ᵗ⁺¹ μᵢ)) / (√v̂ + ε)</pre>
 *
 * The learning rate is 2e-3 at first, as PyTorch's and the paper's.
 *
 * @param count t, the steps made so far
 * @param product of all μ so far
 * @param momentumDecay ψ
 */
public record NAdam(
        State learningRate,
        State count,
        State product,
        Moments first,
        Moments second,
        double beta1,
        double beta2,
        double epsilon,
        double momentumDecay)
        implements Optimizer {

    /** Refuses what has no meaning. */
    public NAdam {
        Scalar.checkShare("β₁", beta1);
        Scalar.checkShare("β₂", beta2);
    }

    /** With β₁ = 0.9, β₂ = 0.999, ε = 1e-8 and ψ = 4e-3, as PyTorch's. */
    public static NAdam of(Object model) {
        return of(model, 0.9, 0.999, 1e-8, 4e-3);
    }

    /** With these β₁, β₂, ε and ψ. */
    public static NAdam of(Object model, double beta1, double beta2, double epsilon, double momentumDecay) {
        return new NAdam(
                Scalar.rate(model, 2e-3),
                Scalar.of(0),
                Scalar.of(1),
                Moments.of(model),
                Moments.of(model),
                beta1,
                beta2,
                epsilon,
                momentumDecay);
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        Tensor t = Scalar.next(count);
        Tensor now = momentum(t);
        Tensor next = momentum(t.add(1));
        Tensor soFar = product.get().mul(now);
        product.set(soFar);
        Tensor rate = learningRate.get().cast(t.dtype());
        Tensor ofGradient = rate.mul(now.neg().add(1)).div(soFar.neg().add(1));
        Tensor ofMoment = rate.mul(next).div(soFar.mul(next).neg().add(1));
        Tensor spread = Scalar.correction(beta2, t).sqrt().reciprocal();
        gradients.forEach((parameter, g) -> {
            Tensor m = first.move(parameter, beta1, g);
            Tensor v = second.move(parameter, beta2, g.square());
            Tensor step = g.mul(ofGradient.cast(g.dtype())).add(m.mul(ofMoment.cast(g.dtype())));
            Tensor deviation = v.sqrt().mul(spread.cast(g.dtype())).add(epsilon);
            parameter.set(parameter.get().sub(step.div(deviation)));
        });
    }

    private Tensor momentum(Tensor t) {
        return Scalar.power(0.96, t.mul(momentumDecay)).mul(-0.5 * beta1).add(beta1);
    }
}
