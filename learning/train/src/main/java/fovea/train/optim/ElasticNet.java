package fovea.train.optim;

import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A penalty {@code λ₁ Σ|w| + ½ λ₂ Σw²} on the weights, added to the gradients that another optimizer sees, {@code g ← g + λ₁ sign w + λ₂ w}
 * (Zou and Hastie 2005, "Regularization and variable selection via the elastic net"); with one of the two 0 it is L1 or L2 alone.
 *
 * <p>Biases and the scales of normalizations, all that have fewer than two axes, are left out, where {@link Optimizer#withWeightDecay} has
 * them in.
 */
public record ElasticNet(Optimizer optimizer, double l1, double l2) implements Optimizer {

    /** Refuses what would reward large weights. */
    public ElasticNet {
        if (!(l1 >= 0 && l2 >= 0)) {
            throw new IllegalArgumentException("elastic net: λ₁ is " + l1 + " and λ₂ is " + l2 + System.lineSeparator()
                    + "  both must be 0 or more");
        }
    }

    @Override
    public State learningRate() {
        return optimizer.learningRate();
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        Map<Parameter, Tensor> penalized = new LinkedHashMap<>();
        gradients.forEach(
                (parameter, g) -> penalized.put(parameter, isWeight(parameter) ? penalized(parameter, g) : g));
        optimizer.step(penalized);
    }

    private Tensor penalized(Parameter parameter, Tensor g) {
        Tensor w = parameter.get();
        Tensor pull = l2 == 0 ? g : g.add(w.mul(l2));
        return l1 == 0 ? pull : pull.add(w.sign().mul(l1));
    }

    /** Whether it is no bias and no scale. */
    static boolean isWeight(Parameter parameter) {
        return parameter.shape().rank() >= 2;
    }
}
