package fovea.nn.loss;

import fovea.nn.Loss;
import fovea.tensor.Tensor;

/**
 * The negative log-likelihood of counts t under a Poisson distribution, {@code L = eˣ − t x} for x the logarithm of its mean, or
 * {@code x − t ln(x + ε)} for x the mean (PyTorch's {@code poisson_nll_loss}).
 *
 * <p>Gradient: {@code eˣ − t}, or {@code 1 − t/(x + ε)}.
 *
 * <p>Shapes: x and the target of one shape, which is that of the losses.
 *
 * @param logInput whether x is the logarithm of the mean
 * @param full whether Stirling's approximation of {@code ln t!}, {@code t ln t − t + ½ ln 2πt}, is added where t is above 1
 * @param eps ε, which keeps a mean of 0 from an infinite loss
 */
public record PoissonNll(boolean logInput, boolean full, double eps, Reduction reduction) implements Loss {

    /** The mean, for x the logarithm, without {@code ln t!}, with an ε of 10⁻⁸. */
    public PoissonNll() {
        this(true, false, 1e-8, Reduction.MEAN);
    }

    public PoissonNll withLogInput(boolean to) {
        return new PoissonNll(to, full, eps, reduction);
    }

    public PoissonNll withFull(boolean to) {
        return new PoissonNll(logInput, to, eps, reduction);
    }

    public PoissonNll withEps(double to) {
        return new PoissonNll(logInput, full, to, reduction);
    }

    public PoissonNll withReduction(Reduction to) {
        return new PoissonNll(logInput, full, eps, to);
    }

    @Override
    public Tensor of(Tensor x, Tensor target) {
        Fits.same("poissonNll", x, target);
        Tensor losses = logInput
                ? x.exp().sub(target.mul(x))
                : x.sub(target.mul(x.add(eps).log()));
        return reduction.of(full ? losses.add(stirling(target)) : losses);
    }

    private static Tensor stirling(Tensor t) {
        Tensor few = t.le(1);
        Tensor many = few.where(1, t);
        Tensor logs =
                many.mul(many.log()).sub(many).add(many.mul(2 * Math.PI).log().mul(0.5));
        return few.where(0, logs);
    }
}
