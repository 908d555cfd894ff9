package fovea.train.optim;

import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Another optimizer uphill, {@code g ← −g}; {@code maximize} of PyTorch's optimizers. */
public record Maximizing(Optimizer optimizer) implements Optimizer {
    @Override
    public State learningRate() {
        return optimizer.learningRate();
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        Map<Parameter, Tensor> turned = new LinkedHashMap<>();
        gradients.forEach((parameter, g) -> turned.put(parameter, g.neg()));
        optimizer.step(turned);
    }

    /** Within: a penalty is made small, whatever is made large. */
    @Override
    public Optimizer withWeightDecay(double lambda) {
        return new Maximizing(optimizer.withWeightDecay(lambda));
    }

    @Override
    public Optimizer withDecoupledWeightDecay(double lambda) {
        return new Maximizing(optimizer.withDecoupledWeightDecay(lambda));
    }
}
