package fovea.train.optim;

import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gradients each no larger than so much before another optimizer sees them, {@code g ← min(max(g, −most), most)}, as PyTorch's {@code
 * clip_grad_value_}.
 */
public record ClippedValues(Optimizer optimizer, double most) implements Optimizer {

    /** Refuses what has no meaning. */
    public ClippedValues {
        if (!(most > 0)) {
            throw new IllegalArgumentException(
                    "gradients are clipped at " + most + System.lineSeparator() + "  it must be above 0");
        }
    }

    @Override
    public State learningRate() {
        return optimizer.learningRate();
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        Map<Parameter, Tensor> clipped = new LinkedHashMap<>();
        gradients.forEach(
                (parameter, g) -> clipped.put(parameter, g.maximum(-most).minimum(most)));
        optimizer.step(clipped);
    }

    /** Within: what is clipped is the gradient of the loss alone. */
    @Override
    public Optimizer withWeightDecay(double lambda) {
        return new ClippedValues(optimizer.withWeightDecay(lambda), most);
    }
}
