package fovea.train.optim;

import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.Map;

/**
 * Resilient backpropagation, which goes by the signs of gradients alone; for whole sets, not for batches (Riedmiller and Braun 1993, "A direct
 * adaptive method for faster backpropagation learning: the RPROP algorithm", without stepping back):
 *
 * <pre>  Δ ← min(max(Δ · η, smallest), largest)   θ ← θ − sign(g) Δ</pre>
 *
 * with {@code η = η⁺} where the gradient has kept its sign, {@code η⁻} where it has changed it, and then the gradient counts as 0, in this
 * step and as the one before in the next; 1 where either is 0. The learning rate, 1e-2 at first as PyTorch's, is each first Δ.
 *
 * @param count the steps made so far
 * @param before the gradient before
 * @param sizes Δ, 0 before the first step
 */
public record Rprop(
        State learningRate,
        State count,
        Moments before,
        Moments sizes,
        double shrink,
        double grow,
        double smallest,
        double largest)
        implements Optimizer {

    /** Refuses what has no meaning. */
    public Rprop {
        if (!(shrink > 0 && shrink < 1 && grow > 1)) {
            throw new IllegalArgumentException("η⁻ is " + shrink + " and η⁺ is " + grow + System.lineSeparator()
                    + "  η⁻ must be between 0 and 1, η⁺ above 1");
        }
    }

    /** With η⁻ = 0.5, η⁺ = 1.2 and sizes from 1e-6 to 50, as PyTorch's and the paper's. */
    public static Rprop of(Object model) {
        return of(model, 0.5, 1.2, 1e-6, 50);
    }

    /**
     * With these numbers.
     *
     * @param shrink η⁻
     * @param grow η⁺
     * @param smallest no step is below it
     * @param largest no step is above it
     */
    public static Rprop of(Object model, double shrink, double grow, double smallest, double largest) {
        return new Rprop(
                Scalar.rate(model, 1e-2),
                Scalar.of(0),
                Moments.of(model),
                Moments.of(model),
                shrink,
                grow,
                smallest,
                largest);
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        Tensor first = learningRate.get().cast(count.spec().dtype()).mul(Scalar.isFirst(Scalar.next(count)));
        gradients.forEach((parameter, gradient) -> {
            Tensor agreement = gradient.mul(before.of(parameter).get());
            Tensor keeps = isPositive(agreement);
            Tensor turns = isPositive(agreement.neg());
            Tensor factor = keeps.mul(grow - 1).add(turns.mul(shrink - 1)).add(1);
            State size = sizes.of(parameter);
            Tensor delta = size.get()
                    .add(first.cast(gradient.dtype()))
                    .mul(factor)
                    .maximum(smallest)
                    .minimum(largest);
            size.set(delta);
            Tensor g = gradient.mul(turns.neg().add(1));
            before.of(parameter).set(g);
            parameter.set(parameter.get().sub(g.sign().mul(delta)));
        });
    }

    private static Tensor isPositive(Tensor x) {
        return Tensor.full(x.spec(), 1).wherePositive(x);
    }
}
