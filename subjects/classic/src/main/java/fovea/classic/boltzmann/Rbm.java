package fovea.classic.boltzmann;

import fovea.nn.Initial;
import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * A restricted Boltzmann machine: visible and hidden units that are 0 or 1, joined to each other and not among themselves (Smolensky 1986;
 * Hinton 2002, "Training products of experts by minimizing contrastive divergence"):
 *
 * <pre>
 *  E(v, h) = − b·v − c·h − hᵀ W v        p(v, h) = exp(−E(v, h)) / Z
 *  p(h = 1 | v) = σ(c + W v)             p(v = 1 | h) = σ(b + Wᵀ h)</pre>
 *
 * Numbers between 0 and 1 are taken as the probability of a 1, as gray pictures are.
 *
 * <p>Shapes: {@code v [N, V]}, {@code h [N, H]}.
 *
 * @param weight W, {@code [H, V]}: as a fully connected layer from visible to hidden units has it
 * @param visibleBias b, {@code [V]}
 * @param hiddenBias c, {@code [H]}
 */
public record Rbm(Parameter weight, Parameter visibleBias, Parameter hiddenBias) {
    /** Twice the number of sums goes up with each hidden unit. */
    private static final int MOST_ENUMERATED = 20;

    /** Weights normal with deviation 0.01, biases 0 (Hinton 2010, "A practical guide to training RBMs", section 8). */
    public static Rbm of(int visible, int hidden, RandomGenerator random) {
        return new Rbm(
                new Parameter(Initial.normal(Shape.of(hidden, visible), 0.01, random)),
                new Parameter(Tensor.zeros(Shape.of(visible))),
                new Parameter(Tensor.zeros(Shape.of(hidden))));
    }

    /** {@code p(h = 1 | v)}, {@code [N, V]} → {@code [N, H]}. */
    public Tensor hidden(Tensor v) {
        return drive(v).sigmoid();
    }

    /** {@code p(v = 1 | h)}, {@code [N, H]} → {@code [N, V]}. */
    public Tensor visible(Tensor h) {
        return h.matmul(weight.get()).add(visibleBias.get()).sigmoid();
    }

    /** What drives the hidden units, {@code c + W v}. */
    private Tensor drive(Tensor v) {
        return v.matmul(weight.get().transpose()).add(hiddenBias.get());
    }

    /** Zeros and ones with these probabilities. */
    static Tensor drawn(Tensor p, RandomStream random) {
        return random.uniform(p.shape()).lt(p).cast(p.dtype());
    }

    /** Visible probabilities after hidden units were drawn once: how a picture is remembered, {@code [N, V]}. */
    public Tensor reconstruction(Tensor v, RandomStream random) {
        return visible(drawn(hidden(v), random));
    }

    /**
     * {@code F(v) = − b·v − Σⱼ log(1 + exp(cⱼ + Wⱼ v))}, so that {@code p(v) = exp(−F(v)) / Z}; {@code [N, V]} → {@code [N]}.
     */
    public Tensor freeEnergy(Tensor v) {
        return v.mul(visibleBias.get()).sum(1).add(drive(v).softplus().sum(1)).neg();
    }

    /**
     * {@code log Z} by going through all states of the hidden units; with it {@code log p(v) = −F(v) − log Z} in nats. For small machines.
     *
     * @throws ShapeException where there are more than {@value #MOST_ENUMERATED} hidden units
     */
    public Tensor logPartition() {
        int units = hiddenBias.shape().size(0);
        if (units > MOST_ENUMERATED) {
            throw new ShapeException(
                    "log partition",
                    units + " hidden units have 2^" + units + " states",
                    "no more than " + MOST_ENUMERATED + " can be gone through");
        }
        Tensor h = states(units);
        Tensor drive = h.matmul(weight.get()).add(visibleBias.get());
        return h.mul(hiddenBias.get()).sum(1).add(drive.softplus().sum(1)).logsumexp();
    }

    /** Every state of so many units, {@code [2ⁿ, n]}. */
    static Tensor states(int units) {
        int count = 1 << units;
        float[] states = new float[count * units];
        for (int i = 0; i < states.length; i++) {
            int state = i / units;
            int unit = i % units;
            states[i] = (state >> unit) & 1;
        }
        return Tensor.of(Shape.of(count, units), states);
    }
}
