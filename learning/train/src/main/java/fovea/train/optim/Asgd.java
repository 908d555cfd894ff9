package fovea.train.optim;

import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.Map;

/**
 * Stochastic gradient descent whose weights are averaged from step {@code t₀} on (Polyak and Juditsky 1992, "Acceleration of stochastic
 * approximation by averaging"; schedules as in Bottou's {@code svmasgd}, as PyTorch has them):
 *
 * <pre>  θ ← (1 − λ η) θ − η g   a ← a + μ (θ − a)   η ← lr / (1 + λ lr t)^α   μ ← 1 / max(1, t − t₀)</pre>
 *
 * with {@code η = lr} and {@code μ = 1} in the first step. The averages are {@link #averages}; the model holds θ. The learning rate is 1e-2
 * at first, as PyTorch's.
 *
 * @param count t, the steps made so far
 * @param pace η, 0 before the first step
 * @param share μ
 * @param averages a
 */
public record Asgd(
        State learningRate,
        State count,
        State pace,
        State share,
        Moments averages,
        double lambda,
        double alpha,
        double start)
        implements Optimizer {

    /** With λ = 1e-4, α = 0.75 and t₀ = 1e6, as PyTorch's. */
    public static Asgd of(Object model) {
        return of(model, 1e-4, 0.75, 1e6);
    }

    /** With these λ and α, averaging from step {@code start} on. */
    public static Asgd of(Object model, double lambda, double alpha, double start) {
        return new Asgd(
                Scalar.rate(model, 1e-2),
                Scalar.of(0),
                Scalar.of(0),
                Scalar.of(1),
                Moments.of(model),
                lambda,
                alpha,
                start);
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        Tensor t = Scalar.next(count);
        Tensor rate = learningRate.get().cast(t.dtype());
        Tensor eta = pace.get().add(Scalar.isFirst(t).mul(rate));
        Tensor kept = eta.mul(-lambda).add(1);
        Tensor mu = share.get();
        gradients.forEach((parameter, g) -> {
            Tensor old = parameter.get().mul(kept.cast(g.dtype()));
            Tensor theta = old.sub(g.mul(eta.cast(g.dtype())));
            State average = averages.of(parameter);
            Tensor a = average.get();
            average.set(a.add(theta.sub(a).mul(mu.cast(g.dtype()))));
            parameter.set(theta);
        });
        Tensor slower = rate.mul(t).mul(lambda).add(1).log().mul(-alpha).exp();
        pace.set(rate.mul(slower));
        share.set(t.sub(start).maximum(1).reciprocal());
    }
}
